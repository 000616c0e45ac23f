import { sleep } from '@temporalio/workflow';
import type { Order, Outcome } from '../../domain/order';
import { processOrder as released } from '../../workflows';

/**
 * What a careless change looks like: one more command before the released ones. It stays here as the proof that the
 * replay gate can fail.
 */
export async function processOrder(order: Order): Promise<Outcome> {
  await sleep(1);
  return released(order);
}
