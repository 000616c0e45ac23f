import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { applicationRole, localPasswords } from '../environment';
import type { Part, PartName } from '../part';
import { becomesTrue } from '../run/in-order';
import type { Slot } from '../slot';
import { ensureEventsIndex } from './events-index';
import { askPostgres, createCluster, postgresBinaries, unprivileged } from './postgres-cluster';

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

/** As `postgres/application-role.sql` does it elsewhere. Once, so that a start costs nothing and leaves what a user has changed. */
const UNLESS_IT_IS_THERE = `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${applicationRole}') THEN
      CREATE ROLE ${applicationRole} LOGIN PASSWORD '${localPasswords.application}';
      REVOKE CREATE, TEMPORARY ON DATABASE orders FROM PUBLIC;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
  END $$`;

/** Makes the role that our processes work with, which owns nothing, if it is not there: data may be older than it. Its rights come with the migrations. */
async function ensureApplicationRole(port: number): Promise<void> {
  await askPostgres({ port, user: 'postgres', password: localPasswords.superuser, database: 'orders' }, UNLESS_IT_IS_THERE);
}

const afterKillMs = 10_000;

/**
 * Clears away what keeps PostgreSQL from starting after its postmaster was killed: processes in the middle of a query,
 * which live on until that ends, and its pid file, which counts when pid 1 has not buried the dead one yet (in containers).
 * Does nothing where the system does not show which processes are at work in the folder.
 */
async function clearPostgresCrash(dataFolder: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const folder = realpathSync(dataFolder);
  for (const pid of processesIn(folder)) kill(pid);
  if (await becomesTrue(() => processesIn(folder).length === 0, afterKillMs)) {
    rmSync(path.join(folder, 'postmaster.pid'), { force: true });
  }
}

function processesIn(folder: string): number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.filter((pid) => isPostgresIn(pid, folder)).map(Number);
}

function isPostgresIn(pid: string, folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'postgres\n' && readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false; // it has ended, or belongs to somebody else
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended meanwhile
  }
}
