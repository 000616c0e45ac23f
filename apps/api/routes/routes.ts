import { PAYMENT_METHODS } from '../../../domain/methods';
import type { ApiDeps } from '../deps';
import { behindToggle } from '../http/behind-toggle';
import { html, ok } from '../http/replies';
import type { Route } from '../http/route';
import { SWAGGER_PAGE } from '../http/swagger-page';
import { createOpenApiDocument } from '../openapi/document';
import { acceptOrder } from './accept-order';
import { cancelOrder } from './cancel-order';
import { decideOrder } from './decide-order';
import { exposureOfUser } from './exposure-of-user';
import { findOrder } from './find-order';
import { limitOfUser, setLimitOfUser } from './limit-of-user';
import { listEvents } from './list-events';
import { listHolds } from './list-holds';
import { listOrders } from './list-orders';
import { metrics } from './metrics';
import { readiness } from './readiness';
import { removeTestOrders } from './remove-test-orders';

/** Every operation of the API. */
export function createRoutes(deps: ApiDeps): Route[] {
  const document = createOpenApiDocument({ withKeys: deps.keys.length > 0 });
  const testRoutes: Route[] = [{ method: 'delete', path: '/api/orders/user/test', handle: removeTestOrders(deps) }];
  return [
    { method: 'post', path: '/api/orders', handle: behindToggle(deps, 'postOrder', acceptOrder(deps)) },
    { method: 'get', path: '/api/orders/:user_id', handle: behindToggle(deps, 'getOrdersFromUser', listOrders(deps)) },
    { method: 'get', path: '/api/order/:id', handle: behindToggle(deps, 'getOrderById', findOrder(deps)) },
    { method: 'get', path: '/api/order/:id/events', handle: listEvents(deps) },
    { method: 'post', path: '/api/order/:id/decision', handle: decideOrder(deps) },
    { method: 'post', path: '/api/order/:id/cancel', handle: cancelOrder(deps) },
    { method: 'get', path: '/api/users/:user_id/limit', handle: limitOfUser(deps) },
    { method: 'put', path: '/api/users/:user_id/limit', handle: setLimitOfUser(deps) },
    { method: 'get', path: '/api/users/:user_id/exposure', handle: exposureOfUser(deps) },
    { method: 'get', path: '/api/holds', handle: listHolds(deps) },
    { method: 'get', path: '/api/methods', handle: () => ok(PAYMENT_METHODS) },
    ...(deps.testRoutes ? testRoutes : []),
    { method: 'get', path: '/health', handle: () => ok({ status: 'ok' }) },
    { method: 'get', path: '/readiness', handle: readiness(deps) },
    { method: 'get', path: '/openapi.json', handle: () => ok(document) },
    { method: 'get', path: '/swagger/index.html', handle: () => html(SWAGGER_PAGE) },
    { method: 'get', path: '/metrics', handle: metrics(deps) },
  ];
}
