import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, toolsFor } from '../build/recipe';
import { versitygwRecipe } from '../build/recipes';
import { localPasswords } from '../environment';
import type { Part } from '../part';
import type { Slot } from '../slot';

const healthPath = '/health';

/** The S3 protocol, by Versity's gateway on a folder. The system here spools to a folder of its own; this is for tests. */
export function s3({ ports, dataFolder }: Slot): Part {
  const host = `127.0.0.1:${ports.s3}`;
  const [buckets, attributes] = [path.join(dataFolder, 's3', 'buckets'), path.join(dataFolder, 's3', 'attributes')];
  return {
    name: 's3',
    group: 'on request',
    needs: [],
    ports: [ports.s3],
    address: `http://${host}`,
    stopSignal: 'SIGTERM',
    readyWithinMs: 60_000,
    requires: () => toolsFor(versitygwRecipe),
    async prepare(report) {
      const command = path.join(await ensureBuilt(versitygwRecipe, report), 'versitygw');
      for (const folder of [buckets, attributes]) mkdirSync(folder, { recursive: true });
      // Without a folder for them it would keep attributes in the file system, and not every one has room for them.
      const args = ['--quiet', '--port', host, '--health', healthPath, 'posix', '--sidecar', attributes, buckets];
      return { command, args, env: { ROOT_ACCESS_KEY: 'local', ROOT_SECRET_KEY: localPasswords.s3 } };
    },
    async checkReady(signal) {
      const answer = await fetch(`http://${host}${healthPath}`, { signal });
      if (!answer.ok) throw new Error(`${healthPath} answers ${answer.status}`);
    },
  };
}
