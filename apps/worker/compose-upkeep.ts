import type { Limits } from '../../activities/limits-port';
import type { EventStream } from '../../activities/ports';
import { createMaintenanceActivities } from '../../activities/upkeep';
import { TemporalExecutions } from '../../adapters/executions-temporal';
import { PostgresOrderRows } from '../../adapters/order-rows-postgres';
import { PostgresReservations } from '../../adapters/reservations-postgres';
import { TemporalSchedules } from '../../adapters/schedules-temporal';
import { KafkaStreamReader } from '../../adapters/stream-reader-kafka';
import { PostgresStuckMarks } from '../../adapters/stuck-marks-postgres';
import { TemporalWorkflows } from '../../adapters/workflows-temporal';
import { composeKafka } from '../compose-kafka';
import { composeSpool } from '../compose-spool';
import type { composeStores } from '../compose-stores';
import { composeTemporal } from '../compose-temporal';
import { retryForever } from '../keep-trying';
import type { ProcessContext } from '../run-process';
import { schedulesIn } from './schedules';

/** A cluster may take some seconds over letting a new reader in. */
const STREAM_QUIET_MS = 15_000;

type Stores = Pick<ReturnType<typeof composeStores>, 'pool' | 'orders' | 'events'> & { readonly stream: EventStream; readonly limits: Limits };

/** Composes what looks after all orders, and has it run again and again as soon as Temporal is there. */
export function composeMaintenance(context: ProcessContext, { pool, orders, events: log, stream, limits }: Stores) {
  const { config, logger, stopping } = context;
  const { spool, dependency } = composeSpool(context);
  const temporal = { ...composeTemporal(context), timeoutMs: config.TEMPORAL_TIMEOUT_MS };

  const schedules = new TemporalSchedules(temporal);
  for (const schedule of schedulesIn(config)) {
    void retryForever(`scheduling ${schedule.id}`, logger, stopping, () => schedules.ensure(schedule));
  }
  const activities = createMaintenanceActivities({
    ...{ spool, orders, log, stream, limits, spooled: spool, settlements: orders, acceptances: orders },
    starts: new TemporalWorkflows(temporal),
    executions: new TemporalExecutions(temporal),
    rows: new PostgresOrderRows(pool),
    reservations: new PostgresReservations(pool),
    marks: new PostgresStuckMarks(pool),
    streamed: new KafkaStreamReader(composeKafka(config, logger), { topic: config.KAFKA_TOPIC, quietMs: STREAM_QUIET_MS }),
    stuckAfterMs: config.STUCK_AFTER_MS,
  });
  return { activities, dependency };
}
