import { Unavailable } from '../../../activities/ports';
import type { OrderState } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { orderBody } from '../schemas/order';
import { orderIdOf } from './order-id-of';

/** Answers one order with its status today. */
export function findOrder(deps: ApiDeps): Route['handle'] {
  return async (request) => {
    const state = await lookUp(deps, orderIdOf(request));
    if (!state) throw new Problem('ORDER_NOT_FOUND');
    return ok(orderBody(state));
  };
}

/** The order from its row, else from its workflow. That there is none is said only when both have answered. */
async function lookUp({ orders, workflows }: ApiDeps, id: string): Promise<OrderState | undefined> {
  const row = await orders.find(id).catch(unlessUnavailable);
  if (row !== undefined && !(row instanceof Unavailable)) return row;
  const state = await workflows.find(id);
  if (state === undefined && row instanceof Unavailable) throw row;
  return state;
}

function unlessUnavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error;
  throw error;
}
