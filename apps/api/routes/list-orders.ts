import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { pageQuery } from '../schemas/order-page';
import { parse } from '../schemas/parse';
import { userPath } from '../schemas/user-id';

/** Answers a page of a user's orders; a user nobody has heard of has none. */
export function listOrders({ orders }: ApiDeps): Route['handle'] {
  return async ({ params, query }) => {
    const { user_id } = parse(userPath, params);
    const page = parse(pageQuery, query);
    const found = await orders.listByUser(user_id, page);
    return ok({ ...page, total: found.total, orders: found.orders.map(orderBody) });
  };
}
