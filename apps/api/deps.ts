import type { Toggles } from '../../activities/ports';
import type { Logger } from '../../config/logger';
import type { Dependency } from '../dependency';
import type { Metrics } from './http/metrics';
import type { LimitsOfUsers } from './limits-port';
import type { EventReader, Holds, Orders, OrderWorkflows, Spool, StuckOrders } from './ports';

/** What the API is made of. */
export interface ApiDeps {
  readonly orders: Orders;
  readonly workflows: OrderWorkflows;
  readonly events: EventReader;
  readonly spool: Spool;
  readonly holds: Holds;
  readonly stuckOrders: StuckOrders;
  readonly limits: LimitsOfUsers;
  readonly toggles: Toggles;
  /** What must answer before the API is of use. */
  readonly dependencies: readonly Dependency[];
  /** Aborts when the process is asked to stop: nobody is kept waiting from then on. */
  readonly stopping: AbortSignal;
  readonly clock: () => Date;
  /** Makes the id of an order: a UUID no order has yet. */
  readonly newId: () => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Whether the routes that remove test data exist. */
  readonly testRoutes: boolean;
}
