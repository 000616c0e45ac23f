import path from 'node:path';
import { builtApplications } from '../build/applications';
import { environment, inheritable } from '../environment';
import { dotEnv, type Variables } from '../outside';
import type { Part, PartName } from '../part';
import { repositoryFolder, type Slot } from '../slot';

export interface ApplicationOptions {
  /** What the user has set; leave it out to depend on nothing but the stack. */
  readonly outside?: Variables;
  /** Settings that win over everything else. */
  readonly env?: Readonly<Record<string, string>>;
}

interface Application {
  readonly name: PartName;
  readonly group: Part['group'];
  readonly needs: readonly PartName[];
  readonly port: number;
  /** Its folder below `dist/`. */
  readonly program: string;
  /** Answers 200 once it works. */
  readonly readyPath: string;
}

/** Describes one of our own processes, run from `dist/`, which is compiled anew when the sources have changed. */
export function application(slot: Slot, described: Application, { outside = {}, env = {} }: ApplicationOptions): Part {
  const { name, port, program, readyPath } = described;
  const address = `http://127.0.0.1:${port}`;
  return {
    name,
    group: described.group,
    needs: described.needs,
    ports: [port],
    address,
    stopSignal: 'SIGTERM',
    readyWithinMs: 120_000,
    requires: () => [],
    async prepare(report) {
      const sources = await builtApplications(report);
      return {
        command: process.execPath,
        // A larger young generation: what an order allocates is garbage at once, and is collected for less.
        args: ['--enable-source-maps', '--max-semi-space-size=32', path.join(repositoryFolder, 'dist', program, 'main.js')],
        inherited: inheritable(slot, outside),
        env: { ...environment(slot, outside), ...env },
        build: sources + (Object.keys(outside).length > 0 ? dotEnv() : ''),
      };
    },
    async checkReady(signal) {
      const answer = await fetch(address + readyPath, { signal });
      if (!answer.ok) throw new Error(`${readyPath} answers ${answer.status}: ${await answer.text()}`);
    },
  };
}
