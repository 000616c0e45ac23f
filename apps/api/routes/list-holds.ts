import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { heldBody, holdsQuery, stuckBody } from '../schemas/hold-page';
import { parse } from '../schemas/parse';

/** Answers a page of the orders that are held, or of those that are stuck. */
export function listHolds({ holds, stuckOrders }: ApiDeps): Route['handle'] {
  return async ({ query }) => {
    const { stage, ...page } = parse(holdsQuery, query);
    if (stage === 'held') {
      const held = await holds.list(page);
      return ok({ stage, ...page, total: held.total, holds: held.holds.map(heldBody) });
    }
    const stuck = await stuckOrders.list(page);
    return ok({ stage, ...page, total: stuck.total, holds: stuck.orders.map(stuckBody) });
  };
}
