import assert from 'node:assert/strict';
import { loadConfig, type Config } from '../../config/config';
import { environment, openStack, slotAt, type Stack } from '../../stack';
import { problemsOf } from '../checker/check-order';
import { gatherFacts } from '../checker/facts';

/** The running system that the test runner has made, for tests that disturb it. */
export interface System {
  readonly stack: Stack;
  readonly config: Config;
  readonly apiUrl: string;
  readonly workerUrl: string;
  /** Posts an order, of 10.00 unless told otherwise, and resolves with its id; throws unless the API accepts it. */
  order(userId: string, value?: string): Promise<string>;
  /** Tells the user service how to behave. */
  users(mode: 'ok' | 'fail' | 'second-thoughts'): Promise<void>;
  /**
   * The checker: waits until these orders have ended, and throws what is wrong with any of them. Resolves with the
   * status and reason of each.
   */
  assertWhole(orderIds: readonly string[]): Promise<Map<string, string>>;
}

export function theSystem(): System {
  const stack = openStack(slotAt(Number(process.env['STACK_SLOT'])));
  const config = loadConfig(environment(stack.slot));
  const apiUrl = `http://127.0.0.1:${config.API_PORT}`;
  return {
    stack,
    config,
    apiUrl,
    workerUrl: `http://127.0.0.1:${config.WORKER_HEALTH_PORT}`,
    async order(userId, value = '10.00') {
      const body = new URLSearchParams({ value, user_id: userId, installment: '1', method: 'cash' });
      const response = await fetch(`${apiUrl}/api/orders`, { method: 'POST', body });
      const text = await response.text();
      assert.equal(response.status, 201, text);
      return (JSON.parse(text) as { id: string }).id;
    },
    async users(mode) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${config.USER_API_URL}/control`, { method: 'PUT', headers, body: JSON.stringify({ mode }) });
      assert.equal(response.status, 200);
    },
    async assertWhole(orderIds) {
      const facts = await gatherFacts(config, orderIds);
      assert.deepEqual(facts.flatMap(problemsOf), []);
      return new Map(facts.map(({ id, rows: [row] }) => [id, [row?.status, row?.reason].filter(Boolean).join(' ')]));
    },
  };
}
