import { Client } from 'pg';
import type { Resources } from '../../config/resources';
import { claimFreeSlot, environment, partsFor, runningProcess, startPart, stopPart, type Part, type Slot } from '../../stack';
import { localPasswords } from '../../stack/environment';
import { removeSlot } from '../../stack/run/stop-parts';
import { repositoryFolder } from '../../stack/slot';
import { LOAD_SETTINGS } from '../load/load-key';

const apart = 'before';

// The schedules of maintenance are one set for both versions, of whoever starts last: let it do next to nothing.
const HOUR_MS = '3600000';
const SELDOM = { RECOVER_EVERY_MS: HOUR_MS, WATCH_EVERY_MS: HOUR_MS, RECONCILE_EVERY_MS: HOUR_MS };

/** The API and the worker of another version. */
export interface Applications {
  readonly apiUrl: string;
  readonly pids: ReadonlyMap<number, string>;
}

/**
 * Starts them from that compiled checkout against the same server and stores, but on a task queue, in databases and on a topic
 * of their own, so that the two versions never meet. Their ports and logs are those of a second slot.
 */
export async function startApplicationsOf(folder: string, slot: Slot, resources: Resources): Promise<Applications> {
  const own = await claimFreeSlot();
  resources.push('second slot', () => removeSlot(own));
  const env = { ...environment(slot), ...LOAD_SETTINGS, ...SELDOM, ...portsOf(own), ...(await namesApart(slot)) };
  const pids = new Map<number, string>();
  for (const part of partsFor(own).filter(({ name }) => name === 'worker' || name === 'api')) {
    resources.push(part.name, () => stopPart(own, part));
    await startPart(own, runFrom(folder, part, env));
    pids.set(runningProcess(own, part.name)!.pid, part.name);
  }
  return { apiUrl: `http://127.0.0.1:${own.ports.api}`, pids };
}

function runFrom(folder: string, part: Part, env: Record<string, string>): Part {
  return {
    ...part,
    async prepare(report) {
      const launch = await part.prepare(report);
      return { ...launch, args: launch.args.map((arg) => arg.replace(repositoryFolder, folder)), env };
    },
  };
}

function portsOf({ ports }: Slot): Record<string, string> {
  return { API_PORT: String(ports.api), WORKER_HEALTH_PORT: String(ports.workerHealth) };
}

async function namesApart(slot: Slot): Promise<Record<string, string>> {
  const url = new URL(environment(slot)['POSTGRES_URL']!);
  const client = new Client({ host: url.hostname, port: Number(url.port), user: 'postgres', password: localPasswords.superuser, database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${apart} OWNER ${url.username}`);
  await client.end();
  url.pathname = `/${apart}`;
  // One role owns that database and works with it, whatever the version knows of roles.
  return { POSTGRES_URL: url.href, POSTGRES_MIGRATION_URL: '', POSTGRES_MIGRATION_PASSWORD: '', MONGO_DATABASE: apart, TEMPORAL_TASK_QUEUE: apart, KAFKA_TOPIC: `${apart}.events` };
}
