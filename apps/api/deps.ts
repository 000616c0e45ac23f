import type { Toggles } from '../../activities/ports';
import type { Logger } from '../../config/logger';
import type { Dependency } from '../dependency';
import type { AdmissionOptions } from './access/admission';
import type { Gate } from './acceptance/gate';
import type { Metrics } from './http/metrics';
import type { LimitsOfUsers } from './limits-port';
import type { EventReader, Holds, Orders, OrdersInFlight, OrderWorkflows, Spool, StuckOrders } from './ports';

/** What the API is made of. */
export interface ApiDeps extends AdmissionOptions {
  readonly orders: Orders;
  readonly workflows: OrderWorkflows;
  readonly events: EventReader;
  readonly spool: Spool;
  readonly holds: Holds;
  readonly stuckOrders: StuckOrders;
  readonly limits: LimitsOfUsers;
  readonly toggles: Toggles;
  readonly inFlight: OrdersInFlight;
  /** Where new orders pass. */
  readonly gate: Gate;
  /** What must answer before the API is of use. */
  readonly dependencies: readonly Dependency[];
  /** Aborts when the process is asked to stop: nobody is kept waiting from then on. */
  readonly stopping: AbortSignal;
  readonly clock: () => Date;
  /** Makes the id of an order: a UUID no order has yet. */
  readonly newId: () => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** How many proxies pass on the address of a client. */
  readonly proxies: number;
  /** Whether the routes that remove test data exist. */
  readonly testRoutes: boolean;
}
