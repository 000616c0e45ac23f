import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { steadily } from './load';
import { theSystem } from './system';

const ORDERS = 200;
const PER_SECOND = 50;
const DELAY_MS = 1_500;

describe('An API that is asked to stop', function () {
  this.timeout(60_000);

  const system = theSystem({ SHUTDOWN_DELAY_MS: String(DELAY_MS) });

  before(() => system.stack.start());
  after(() => system.restore());

  /** Posts on a connection of its own, and resolves with the order's id, or with why there is none. */
  function post(): Promise<{ id: string } | { why: string }> {
    const headers = { 'content-type': 'application/json' };
    return new Promise((resolve) => {
      const asking = request(`${system.apiUrl}/api/orders`, { agent: false, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', ({ message }) => resolve({ why: message }));
        response.on('end', () => resolve(response.statusCode === 201 ? { id: (JSON.parse(text) as { id: string }).id } : { why: text }));
      });
      asking.on('error', ({ code }: NodeJS.ErrnoException) => resolve({ why: String(code) }));
      asking.end(JSON.stringify({ value: '10.00', user_id: 'late-comer', installment: 1, method: 'cash' }));
    });
  }

  it('says first that it is not ready, goes on meanwhile, and answers every request that has reached it', async () => {
    const posting = steadily(ORDERS, PER_SECOND, post);
    await pause(500);
    const stopping = system.stack.stop('api');
    await pause(DELAY_MS / 3);
    const readiness = await system.get('/readiness');
    assert.deepEqual([readiness.status, readiness.body['down']], [503, ['api']]);
    const late = await post();
    assert.ok('id' in late, JSON.stringify(late));
    await stopping;

    const answers = await posting;
    const orders = [late, ...answers].flatMap((answer) => ('id' in answer ? [answer.id] : []));
    const reasons = new Set(answers.flatMap((answer) => ('why' in answer ? [answer.why] : [])));
    assert.deepEqual([...reasons], ['ECONNREFUSED']);
    await system.assertWhole(orders);
  });
});
