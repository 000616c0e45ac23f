import { Unavailable } from '../../../activities/ports';
import type { OrderState } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from './attempt';

/**
 * The order as it is today: from its row, else from its workflow, else from the spool. That there is none is said only when
 * all three have answered; throws `Unavailable` when one could not, and none of the others has it. While the fallback is switched
 * off the others are asked only for what has no row, not because rows cannot be read.
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
