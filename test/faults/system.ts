import assert from 'node:assert/strict';
import { loadConfig, type Config } from '../../config/config';
import { environment, openStack, slotAt, type Stack } from '../../stack';
import { checked, type Expected } from '../checker/checked';
import { ask, send, type Answer } from './http';

/** What an order is posted with; what is not given is harmless. */
export interface OrderWish {
  readonly userId: string;
  /** 10.00 unless given. */
  readonly value?: string;
  readonly idempotencyKey?: string;
}

/** The running system that the test runner has made, for tests that disturb it. */
export interface System {
  readonly stack: Stack;
  readonly config: Config;
  readonly apiUrl: string;
  readonly workerUrl: string;
  /** Posts an order and resolves with the whole answer, whatever it is. */
  post(wish: OrderWish): Promise<Answer>;
  /** Posts an order and resolves with its id; throws unless the API accepts it, with 201 or 202. */
  order(userId: string, value?: string): Promise<string>;
  /** Hands in an operator's decision about an order, and resolves with the whole answer. */
  decide(id: string, decision: 'approve' | 'reject' | 'retry'): Promise<Answer>;
  /** Takes an order back for its client, and resolves with the whole answer. */
  cancel(id: string): Promise<Answer>;
  /** GET of the API. */
  get(path: string): Promise<Answer>;
  /** Tells the user service how to behave. */
  users(mode: 'ok' | 'fail' | 'hang' | 'rubbish' | 'opposite' | 'second-thoughts'): Promise<void>;
  /**
   * The checker: waits until these orders have ended, and throws what is wrong with any of them, or left over anywhere.
   * Resolves with the status and reason of each.
   */
  assertWhole(orderIds: readonly string[], expected?: Expected): Promise<Map<string, string>>;
  /** Everything runs as the test runner has started it: for `after`, also of a test that has failed. */
  restore(): Promise<void>;
}

const ACCEPTED: readonly number[] = [201, 202];

type Variables = Readonly<Record<string, string>>;

/**
 * That system. Api and worker have the settings once they are started through its `stack`, and reach their dependencies at the
 * addresses; the test itself has the settings alone.
 */
export function theSystem(settings: Variables = {}, addresses: Variables = {}): System {
  const slot = slotAt(Number(process.env['STACK_SLOT']));
  const stack = openStack(slot, { env: { ...settings, ...addresses } });
  const config = loadConfig({ ...environment(slot), ...settings });
  const apiUrl = `http://127.0.0.1:${config.API_PORT}`;

  const system: System = {
    stack,
    config,
    apiUrl,
    workerUrl: `http://127.0.0.1:${config.WORKER_HEALTH_PORT}`,
    async post({ userId, value = '10.00', idempotencyKey }) {
      const order = { value, user_id: userId, installment: 1, method: 'cash' };
      return send('POST', `${apiUrl}/api/orders`, order, idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey });
    },
    async order(userId, value) {
      const { status, body } = await system.post({ userId, ...(value !== undefined && { value }) });
      assert.ok(ACCEPTED.includes(status), `${status} ${JSON.stringify(body)}`);
      return String(body['id']);
    },
    decide: (id, decision) => send('POST', `${apiUrl}/api/order/${id}/decision`, { decision, by: 'a test', note: '' }),
    cancel: (id) => send('POST', `${apiUrl}/api/order/${id}/cancel`, {}),
    get: (path) => ask(`${apiUrl}${path}`),
    async users(mode) {
      const { status } = await send('PUT', `${config.USER_API_URL}/control`, { mode });
      assert.equal(status, 200);
    },
    assertWhole: (orderIds, expected) => checked(config, orderIds, expected),
    async restore() {
      await openStack(slot).start();
      await system.users('ok');
    },
  };
  return system;
}
