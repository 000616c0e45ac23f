import type { Response } from 'express';
import type { OrderState } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { lookUp } from '../reads/look-up';
import { callerOf } from './caller';

/**
 * The order as it is today, if whoever asks may see it: a client sees its own alone. Of another one it learns no more than of one that
 * does not exist: `ORDER_NOT_FOUND`. Throws `Unavailable` when nobody can tell.
 */
export async function visibleOrder(deps: ApiDeps, response: Response, id: string): Promise<OrderState> {
  const order = await lookUp(deps, id);
  const client = onlyClient(response);
  if (!order || (client !== undefined && order.client !== client)) throw new Problem('ORDER_NOT_FOUND');
  return order;
}

/** Throws `ORDER_NOT_FOUND` when whoever asks is a client and the order is not its own; nothing is looked up for others. */
export async function requireVisible(deps: ApiDeps, response: Response, id: string): Promise<void> {
  if (onlyClient(response) !== undefined) await visibleOrder(deps, response, id);
}

/** The client whose orders alone are seen by whoever asks; `undefined` when they see all. */
export function onlyClient(response: Response): string | undefined {
  const { role, name } = callerOf(response);
  return role === 'client' ? name : undefined;
}
