import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { developmentServerFlags, namespace, searchAttributes } from '../../temporal/settings';
import { ensureBuilt, toolsFor } from '../build/recipe';
import { temporalRecipe } from '../build/recipes';
import type { Part } from '../part';
import type { Slot } from '../slot';

/** The Temporal server with its Web UI; workflows are kept in one SQLite file. */
export function temporal({ ports, dataFolder }: Slot): Part {
  const address = `127.0.0.1:${ports.temporal}`;
  const webUi = `http://127.0.0.1:${ports.temporalUi}`;
  return {
    name: 'temporal',
    group: 'infrastructure',
    needs: [],
    ports: [ports.temporal, ports.temporalUi, ports.temporalHttp, ports.temporalMetrics],
    address: `${address}, Web UI ${webUi}`,
    stopSignal: 'SIGTERM',
    readyWithinMs: 120_000,
    requires: () => toolsFor(temporalRecipe),
    async prepare(report) {
      const command = path.join(await ensureBuilt(temporalRecipe, report), 'temporal');
      mkdirSync(dataFolder, { recursive: true });
      const listen = [
        ['--ip', '127.0.0.1'],
        ['--port', String(ports.temporal)],
        ['--ui-port', String(ports.temporalUi)],
        ['--http-port', String(ports.temporalHttp)],
        ['--metrics-port', String(ports.temporalMetrics)],
        ['--db-filename', path.join(dataFolder, 'temporal.sqlite')],
      ].flat();
      return { command, args: ['server', 'start-dev', ...listen, ...developmentServerFlags()], env: { GOGC: '400' } };
    },
    async checkReady(signal) {
      await knowsSearchAttributes(address, signal);
      const answer = await fetch(webUi, { signal });
      if (!answer.ok) throw new Error(`the Web UI answers ${answer.status}`);
    },
  };
}

async function knowsSearchAttributes(address: string, signal: AbortSignal): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000, channelArgs: { 'grpc.enable_http_proxy': 0 } });
  try {
    const { customAttributes } = await connection.withAbortSignal(signal, () => connection.operatorService.listSearchAttributes({ namespace }));
    const missing = Object.keys(searchAttributes()).filter((name) => !(name in (customAttributes ?? {})));
    if (missing.length > 0) throw new Error(`search attributes are missing: ${missing.join(', ')}`);
  } finally {
    await connection.close();
  }
}
