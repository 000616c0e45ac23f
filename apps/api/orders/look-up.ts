import type { Response } from 'express';
import { Unavailable } from '../../../ports/unavailable';
import type { OrderState } from '../../../domain/order';
import { onlyClient } from '../auth/api-keys';
import type { ApiDeps } from '../http/deps';
import { Problem } from '../http/problem';

/** The answer, or the error that there is none, for a caller that can ask somebody else. Other errors are thrown on. */
export async function attempt<T>(question: Promise<T>): Promise<T | Unavailable> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Unavailable) return error;
    throw error;
  }
}

/**
 * The order as it is today: from its row, else from its workflow, else from the spool. The answer is that there is no such order only
 * when all three have said so. Throws `Unavailable` when one of them cannot answer and none of the others has the order. While the
 * fallback is switched off, workflow and spool are asked only for an order that has no row, not when rows cannot be read.
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
  // Between the two looks it may have left the spool for its workflow.
  return workflows.find(id);
}

/**
 * The order as it is today, if the caller may see it. A client may see its own orders only, and of another order it learns no more
 * than of one that does not exist: `ORDER_NOT_FOUND`. Throws `Unavailable` when the order cannot be looked up.
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
