import { createMaintenanceActivities } from '../../activities/maintenance';
import { KafkaStreamReader } from '../../adapters/kafka/stream-reader';
import { PostgresReservations } from '../../adapters/postgres/limits-of-users';
import { PostgresOrderRows } from '../../adapters/postgres/order-rows';
import { PostgresStuckMarks } from '../../adapters/postgres/stuck-marks';
import { TemporalExecutions } from '../../adapters/temporal/executions';
import { TemporalWorkflows } from '../../adapters/temporal/order-workflows';
import { type Schedule, TemporalSchedules } from '../../adapters/temporal/schedules';
import type { Config } from '../../config/config';
import type { EventStream } from '../../ports/events';
import type { Limits } from '../../ports/limits';
import type { ReconcileRequest } from '../../domain/maintenance-reports';
import * as contract from '../../workflows/contract';
import { composeKafka, composeSpool, type composeStores, composeTemporal } from '../runtime/compose';
import { retryForever } from '../runtime/dependencies';
import type { ProcessContext } from '../runtime/run-process';

/** A cluster may need some seconds to admit a new reader. */
const STREAM_QUIET_MS = 15_000;

type Stores = Pick<ReturnType<typeof composeStores>, 'pool' | 'orders' | 'events'> & { readonly stream: EventStream; readonly limits: Limits };

/** Composes the maintenance of all orders, and creates its schedules as soon as Temporal is there. */
export function composeMaintenance(context: ProcessContext, { pool, orders, events: log, stream, limits }: Stores) {
  const { config, logger, stopping } = context;
  const { spool, dependency } = composeSpool(context);
  const temporal = { ...composeTemporal(context), timeoutMs: config.TEMPORAL_TIMEOUT_MS };

  const schedules = new TemporalSchedules(temporal);
  for (const schedule of schedulesIn(config)) {
    void retryForever(`scheduling ${schedule.id}`, logger, stopping, () => schedules.ensure(schedule));
  }
  const activities = createMaintenanceActivities({
    ...{ spool, orders, log, stream, limits, settlements: orders },
    workflows: new TemporalWorkflows(temporal),
    executions: new TemporalExecutions(temporal),
    rows: new PostgresOrderRows(pool),
    reservations: new PostgresReservations(pool),
    marks: new PostgresStuckMarks(pool),
    streamed: new KafkaStreamReader(composeKafka(config, logger), { topic: config.KAFKA_TOPIC, quietMs: STREAM_QUIET_MS }),
    stuckAfterMs: config.STUCK_AFTER_MS,
  });
  return { activities, dependency };
}

/** The jobs that run on a schedule, each on whichever worker takes its task. */
function schedulesIn(config: Config): readonly Schedule[] {
  const window: ReconcileRequest = { windowMs: config.RECONCILE_WINDOW_MS, minAgeMs: config.RECONCILE_MIN_AGE_MS };
  return [
    { id: contract.RECOVER_SCHEDULE, workflowType: contract.RECOVER_SPOOL, everyMs: config.RECOVER_EVERY_MS },
    { id: contract.WATCH_SCHEDULE, workflowType: contract.WATCH_ORDERS, everyMs: config.WATCH_EVERY_MS },
    { id: contract.RECONCILE_SCHEDULE, workflowType: contract.RECONCILE_ORDERS, everyMs: config.RECONCILE_EVERY_MS, args: [window] },
  ];
}
