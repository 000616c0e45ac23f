import path from 'node:path';
import { MongoClient } from 'mongodb';
import { ensureBuilt, toolsFor } from '../build/recipe';
import { ferretdbRecipe } from '../build/recipes';
import { localPasswords } from '../environment';
import type { Part } from '../part';
import type { Slot } from '../slot';

/** The MongoDB wire protocol, by FerretDB on a PostgreSQL instance of its own. */
export function mongo({ ports }: Slot): Part {
  const address = `127.0.0.1:${ports.mongo}`;
  return {
    name: 'mongo',
    group: 'infrastructure',
    needs: ['events-postgres'],
    ports: [ports.mongo],
    address: `mongodb://${address}/`,
    stopSignal: 'SIGTERM',
    readyWithinMs: 120_000,
    requires: () => toolsFor(ferretdbRecipe),
    async prepare(report) {
      const command = path.join(await ensureBuilt(ferretdbRecipe, report), 'ferretdb');
      const store = `postgres://events:${localPasswords.events}@127.0.0.1:${ports.eventsPostgres}/events`;
      return { command, args: [address, store] };
    },
    checkReady: () => answerPing(address),
  };
}

async function answerPing(address: string): Promise<void> {
  const client = new MongoClient(`mongodb://${address}/`, { serverSelectionTimeoutMS: 2000, monitorCommands: false });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
