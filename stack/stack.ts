import type { Part, PartName } from './part';
import { application, type ApplicationOptions } from './parts/application';
import { kafka } from './parts/kafka';
import { mongo } from './parts/mongo';
import { postgresServer } from './parts/postgres-server';
import { s3 } from './parts/s3';
import { temporal } from './parts/temporal';
import { launchPart, startParts } from './run/start-parts';
import { clearSlot, killPart, removeSlot, stopParts } from './run/stop-parts';
import { forEachService, SERVICE_NAMES } from './services';
import type { Slot } from './slot';

/** A slot's parts by name, for tests that start them and disturb single ones. */
export interface Stack {
  readonly slot: Slot;
  /** Starts these parts (all but those on request when none is named) in order and resolves when they are ready. */
  start(...names: readonly PartName[]): Promise<void>;
  /** Starts one part and resolves when its process runs: it may not become ready while others are down. */
  launch(name: PartName): Promise<void>;
  /** Asks these parts (all when none is named) to end, and resolves when they have. */
  stop(...names: readonly PartName[]): Promise<void>;
  /** Ends one part at once, as a crash would. */
  kill(name: PartName): Promise<void>;
  /** Stops everything and forgets what it has stored and logged; the slot stays whose it is. */
  clear(): Promise<void>;
  /** Stops everything and removes what the slot has stored and logged. */
  remove(): Promise<void>;
}

/** The stack of that slot, running or not. */
export function openStack(slot: Slot, options: ApplicationOptions = {}): Stack {
  const all = partsFor(slot, options);
  const usual = all.filter((part) => part.group !== 'on request');
  const named = (names: readonly PartName[], otherwise: readonly Part[]) =>
    names.length === 0 ? otherwise : all.filter((part) => names.includes(part.name));
  const one = (name: PartName) => all.find((part) => part.name === name)!;
  return {
    slot,
    start: (...names) => startParts(slot, named(names, usual)),
    async launch(name) {
      await launchPart(slot, one(name));
    },
    async stop(...names) {
      await stopParts(slot, named(names, all));
    },
    kill: (name) => killPart(slot, one(name)),
    async clear() {
      await stopParts(slot, all);
      await clearSlot(slot);
    },
    async remove() {
      await stopParts(slot, all);
      await removeSlot(slot);
    },
  };
}

/** The local stack: every part of a slot, each after the parts it needs. */
export function partsFor(slot: Slot, options: ApplicationOptions = {}): readonly Part[] {
  const { ports } = slot;
  const stores: PartName[] = ['postgres', 'mongo', 'kafka', 'temporal'];
  return [
    postgresServer(slot, { name: 'postgres', port: ports.postgres, database: 'orders' }),
    postgresServer(slot, { name: 'events-postgres', port: ports.eventsPostgres, database: 'events' }),
    mongo(slot),
    kafka(slot),
    temporal(slot),
    s3(slot),
    ...Object.values(forEachService((name, { program, readyPath }) =>
      application(slot, { name, group: 'infrastructure', needs: [], port: ports[name], program, readyPath }, options),
    )),
    application(slot, { name: 'worker', group: 'application', needs: [...stores, ...SERVICE_NAMES], port: ports.workerHealth, program: 'apps/worker', readyPath: '/readiness' }, options),
    application(slot, { name: 'api', group: 'application', needs: stores, port: ports.api, program: 'apps/api', readyPath: '/readiness' }, options),
  ];
}
