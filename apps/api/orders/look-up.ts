import type { Response } from 'express';
import { Unavailable } from '../../../ports/unavailable';
import type { OrderState } from '../../../domain/order';
import { onlyClient } from '../auth/api-keys';
import type { ApiDeps } from '../http/deps';
import { Problem } from '../http/problem';

/** Awaits the answer. Returns `Unavailable` instead of throwing it, so that the caller can try another source. */
export async function attempt<T>(question: Promise<T>): Promise<T | Unavailable> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Unavailable) return error;
    throw error;
  }
}

/**
 * The order as it is today: from its row, else from its workflow, else from the spool. `undefined` only when all three have answered
 * that they do not have it. Throws `Unavailable` when one of them cannot answer and none of the others has the order. While
 * `fallbackToWorkflow` is switched off, it also throws whenever the row cannot be read.
 */
export async function lookUp({ orders, workflows, spool, toggles }: ApiDeps, id: string): Promise<OrderState | undefined> {
  const row = await attempt(orders.find(id));
  if (row !== undefined && !(row instanceof Unavailable)) return row;
  if (row && !toggles.isOn('fallbackToWorkflow')) throw row;
  const known = await attempt(workflows.find(id));
  if (known !== undefined && !(known instanceof Unavailable)) return known;
  const spooled = await attempt(spool.find(id));
  if (spooled !== undefined && !(spooled instanceof Unavailable)) return { ...spooled, status: 'PROCESSING' };
  for (const answer of [row, known, spooled]) if (answer !== undefined) throw answer;
  // Between the two lookups the order may have moved from the spool to its workflow.
  return workflows.find(id);
}

/**
 * The order as it is today, if the caller may see it. A client may see only its own orders. For any other order it gets the same error
 * as for one that does not exist: `ORDER_NOT_FOUND`. Throws `Unavailable` when the order cannot be looked up.
 */
export async function visibleOrder(deps: ApiDeps, response: Response, id: string): Promise<OrderState> {
  const order = await lookUp(deps, id);
  const client = onlyClient(response);
  if (!order || (client !== undefined && order.client !== client)) throw new Problem('ORDER_NOT_FOUND');
  return order;
}

/** Throws `ORDER_NOT_FOUND` when the caller is a client and the order is not its own. Looks nothing up for other callers. */
export async function requireVisible(deps: ApiDeps, response: Response, id: string): Promise<void> {
  if (onlyClient(response) !== undefined) await visibleOrder(deps, response, id);
}
