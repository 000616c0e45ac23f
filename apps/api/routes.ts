import type { Route } from './http/route';
import { decideOrder } from './holds/decide-order';
import { listHolds } from './holds/list-holds';
import { exposureOfUser } from './limits/exposure';
import { limitOfUser, setLimitOfUser } from './limits/limit-of-user';
import { cancelOrder } from './orders/cancel-order';
import { listEvents } from './orders/order-events';
import { listMethods } from './orders/payment-methods';
import { placeOrder } from './orders/place-order';
import { findOrder, listOrders } from './orders/read-orders';
import { openApiOf, swaggerPage } from './service/api-description';
import { health, readiness } from './service/health';
import { metrics } from './service/metrics';
import { removeTestOrders } from './service/test-orders';

/** Every route of the API. What is mounted, authenticated, switched off and described follows from this list. */
export const ROUTES: readonly Route[] = [
  placeOrder,
  listOrders,
  findOrder,
  listEvents,
  decideOrder,
  cancelOrder,
  limitOfUser,
  setLimitOfUser,
  exposureOfUser,
  listHolds,
  listMethods,
  removeTestOrders,
  health,
  readiness,
  openApiOf(() => ROUTES),
  swaggerPage,
  metrics,
];
