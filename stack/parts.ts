import type { Part, PartName } from './part';
import { application, type ApplicationOptions } from './parts/application';
import { kafka } from './parts/kafka';
import { mongo } from './parts/mongo';
import { postgresServer } from './parts/postgres-server';
import { s3 } from './parts/s3';
import { temporal } from './parts/temporal';
import type { Slot } from './slot';

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
    application(slot, { name: 'user-api', group: 'infrastructure', needs: [], port: ports.userApi, readyPath: '/health' }, options),
    application(slot, { name: 'worker', group: 'application', needs: [...stores, 'user-api'], port: ports.workerHealth, readyPath: '/readiness' }, options),
    application(slot, { name: 'api', group: 'application', needs: stores, port: ports.api, readyPath: '/readiness' }, options),
  ];
}
