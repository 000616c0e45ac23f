import { onlyClient } from '../access/visible-order';
import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { cursorOf } from '../schemas/cursor';
import { orderBody } from '../schemas/order';
import { ordersQuery } from '../schemas/order-page';
import { parse } from '../schemas/parse';
import { userPath } from '../schemas/user-id';

/** Answers a page of a user's orders, to a client of its own alone; a user nobody has heard of has none. */
export function listOrders({ orders }: ApiDeps): Route['handle'] {
  return async ({ params, query }, response) => {
    const { user_id } = parse(userPath, params);
    const { cursor: after, total: withTotal, ...page } = parse(ordersQuery, query);
    const client = onlyClient(response);
    const { total, orders: found, next } = await orders.listByUser(user_id, { ...page, withTotal, ...(after && { after }), ...(client !== undefined && { client }) });
    const body = { ...page, ...(withTotal && { total }), orders: found.map(orderBody) };
    if (!next) return ok(body);
    const next_cursor = cursorOf(next);
    const onwards = new URLSearchParams({ limit: `${page.limit}`, ...(!withTotal && { total: 'false' }), cursor: next_cursor });
    // Relative to this page, so that it holds behind any proxy.
    return { ...ok({ ...body, next_cursor }), headers: { Link: `<?${onwards.toString()}>; rel="next"` } };
  };
}
