import type { ApiKey } from '../../../config/api-keys';
import type { Logger } from '../../../config/logger';
import type { EventReader } from '../../../ports/events';
import type { Holds } from '../../../ports/holds';
import type { LimitsOfUsers } from '../../../ports/limits';
import type { Orders, OrdersInFlight } from '../../../ports/orders';
import type { Spool } from '../../../ports/spool';
import type { StuckOrders } from '../../../ports/stuck-orders';
import type { Toggles } from '../../../ports/toggles';
import type { OrderWorkflows } from '../../../ports/workflows';
import type { Dependency } from '../../runtime/dependencies';
import type { Metrics } from './metrics';

/** Keeps the number of orders in flight bounded. */
export interface InFlightLimiter {
  /** Accepts an order. Throws `TOO_MANY_ORDERS` instead while as many orders as the limit are in flight. */
  run<T>(accept: () => Promise<T>): Promise<T>;
}

/** What the API works with: its ports, and the settings that its routes need. */
export interface ApiDeps {
  readonly orders: Orders;
  readonly workflows: OrderWorkflows;
  readonly events: EventReader;
  readonly spool: Spool;
  readonly holds: Holds;
  readonly stuckOrders: StuckOrders;
  readonly limits: LimitsOfUsers;
  readonly toggles: Toggles;
  readonly inFlight: OrdersInFlight;
  readonly inFlightLimiter: InFlightLimiter;
  /** What must answer before the API is ready. */
  readonly dependencies: readonly Dependency[];
  /** Aborts when the process is asked to stop. From then on no client is kept waiting. */
  readonly stopping: AbortSignal;
  readonly clock: () => Date;
  /** Makes the id of an order: a UUID that no order has yet. */
  readonly newId: () => string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Without keys anyone may do anything. */
  readonly keys: readonly ApiKey[];
  /** How many requests a key may send; 0: any number. */
  readonly requestsPerSecond: number;
  /** How many proxies pass on the address of a client. */
  readonly proxies: number;
  /** Whether the routes that remove test data exist. */
  readonly testRoutes: boolean;
}
