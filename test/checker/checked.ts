import assert from 'node:assert/strict';
import type { Config } from '../../config/config';
import { assertNothingLeft } from './leftovers';
import { problemsOf } from './check-order';
import { gatherFacts } from './facts';

/** What is no problem with these orders, though it would be one with others. */
export interface Expected {
  /** Their workflows were terminated by hand. */
  readonly terminated?: boolean;
}

/**
 * Waits until these orders have ended, and throws what is wrong with any of them, or left open or spooled by whichever order.
 * Resolves with the status and reason of each.
 */
export async function checked(config: Config, orderIds: readonly string[], expected: Expected = {}): Promise<Map<string, string>> {
  const facts = await gatherFacts(config, orderIds);
  assert.deepEqual(facts.flatMap((order) => problemsOf(order, expected)), []);
  await assertNothingLeft(config);
  return new Map(facts.map(({ id, rows: [row] }) => [id, [row?.status, row?.reason].filter(Boolean).join(' ')]));
}
