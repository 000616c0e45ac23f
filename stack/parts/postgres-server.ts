import { existsSync } from 'node:fs';
import path from 'node:path';
import { localPasswords } from '../environment';
import type { Part, PartName } from '../part';
import type { Slot } from '../slot';
import { ensureApplicationRole } from './application-role';
import { askPostgres } from './ask-postgres';
import { createCluster } from './create-cluster';
import { ensureEventsIndex } from './events-index';
import { postgresBinaries } from './postgres-binaries';
import { clearPostgresCrash } from './postgres-crash';
import { unprivileged } from './unprivileged';

interface PostgresOptions {
  readonly name: PartName;
  readonly port: number;
  /** The one database in it; its owner has the same name. */
  readonly database: 'orders' | 'events';
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  io_method: 'sync', // no extra processes for reading ahead in small tables
  jit: 'off',
};

/** What is special to each of the databases: its server's settings, and what is made once it answers. */
const special = {
  orders: { settings: {}, prepare: ensureApplicationRole },
  // FerretDB prepares its statements; a plan that is made without their values does not use the index.
  events: { settings: { plan_cache_mode: 'force_custom_plan' }, prepare: ensureEventsIndex },
};

/** Describes a PostgreSQL instance with one database. */
export function postgresServer(slot: Slot, { name, port, database }: PostgresOptions): Part {
  const folder = path.join(slot.dataFolder, name);
  return {
    name,
    group: 'infrastructure',
    needs: [],
    ports: [port],
    address: `postgres://${database}@127.0.0.1:${port}/${database}`,
    stopSignal: 'SIGINT', // "fast shutdown": ends sessions instead of waiting until their clients leave
    readyWithinMs: 120_000,
    requires: () => [],
    async prepare(report) {
      const { postgres } = postgresBinaries();
      if (!existsSync(folder)) {
        report('making the database');
        await createCluster(folder, database);
      }
      const options = Object.entries({ ...settings, ...special[database].settings, port }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      const launch = { command: postgres, args: ['-D', folder, ...options] };
      return unprivileged(launch, { reads: path.dirname(postgres), writes: folder });
    },
    clearCrash: () => clearPostgresCrash(folder),
    async checkReady() {
      await special[database].prepare(port);
      await askPostgres({ port, user: database, password: localPasswords[database], database }, 'SELECT 1');
    },
  };
}
