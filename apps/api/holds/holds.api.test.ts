import assert from 'node:assert/strict';
import type { Hold } from '../../../domain/holds';
import type { OrderState } from '../../../domain/order';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { heldBody, holdPage } from './list-holds';
import { acceptedOrder, order } from '../orders/order-schema';

const HOLD: Hold = { cause: 'USER_CHECK_UNAVAILABLE', since: '2026-03-01T12:00:00.000Z', until: '2026-03-01T12:15:00.000Z' };
const APPROVE = { decision: 'approve', by: 'ada', note: 'known to us' };

/** An API with orders that are placed and, when told so, held. */
function createApiWithHolds() {
  const api = createTestApi();
  const place = async (): Promise<OrderState> => {
    const { id } = bodyAs(acceptedOrder, await api.client.post('/api/orders').send(ORDER));
    const placed = await api.workflows.find(id);
    assert.ok(placed);
    return placed;
  };
  const placeHeld = async (hold = HOLD): Promise<OrderState> => {
    const placed = await place();
    api.workflows.hold(placed.id);
    await api.orders.hold(placed, hold);
    return placed;
  };
  const decide = ({ id }: Pick<OrderState, 'id'>, body: object = APPROVE) => api.client.post(`/api/order/${id}/decision`).send(body);
  return { ...api, place, placeHeld, decide };
}

describe('GET /api/holds', () => {
  it('answers the held orders, the longest held first, with why, since and until', async () => {
    const { client, place, placeHeld } = createApiWithHolds();
    await place();
    const later = { order: await placeHeld({ ...HOLD, since: '2026-03-01T12:00:01.000Z' }), hold: { ...HOLD, since: '2026-03-01T12:00:01.000Z' } };
    const first = { order: await placeHeld(), hold: HOLD };
    const expected = [first, later].map(heldBody);
    for (const query of ['', '?stage=held']) {
      const page = bodyAs(holdPage, await client.get(`/api/holds${query}`));
      assert.deepEqual(page, { stage: 'held', offset: 0, limit: 100, total: 2, holds: expected });
    }
    const second = bodyAs(holdPage, await client.get('/api/holds?offset=1&limit=1'));
    assert.deepEqual(second, { stage: 'held', offset: 1, limit: 1, total: 2, holds: [expected[1]] });
  });

  it('answers the stuck orders, with the step that fails and how', async () => {
    const { client, place, stuck } = createApiWithHolds();
    const state = await place();
    const error = 'column "x" does not exist <script>\n\u0000';
    stuck.push({ order: state, cause: 'STEP_FAILING', since: HOLD.since, step: 'settle', error });
    stuck.push({ order: state, cause: 'NO_WORKER', since: HOLD.until });
    const page = bodyAs(holdPage, await client.get('/api/holds?stage=stuck'));
    assert.equal(page.total, 2);
    const [failing, waiting] = page.holds as unknown[];
    const body = heldBody({ order: state, hold: HOLD }).order;
    assert.deepEqual(failing, { order: body, cause: 'STEP_FAILING', since: HOLD.since, step: 'settle', error });
    assert.deepEqual(waiting, { order: body, cause: 'NO_WORKER', since: HOLD.until });
  });

  it('refuses a stage or a page that is none', async () => {
    const { client } = createApiWithHolds();
    for (const [query, field] of [['stage=', 'stage'], ['stage=lost', 'stage'], ['stage=held&stage=held', 'stage'], ['limit=0', 'limit'], ['offset=-1', 'offset']]) {
      const answer = await client.get(`/api/holds?${query}`);
      assert.deepEqual(assertProblem(answer, 'FIELDS_INVALID').errors?.map((error) => error.field), [field]);
    }
  });

  it('cannot be answered while Postgres is down', async () => {
    const { client, orders } = createApiWithHolds();
    orders.faults.down = true;
    for (const stage of ['held', 'stuck']) assertProblem(await client.get(`/api/holds?stage=${stage}`), 'UNAVAILABLE');
  });
});

describe('GET /metrics, about orders that wait', () => {
  it('shows how many are held and stuck, and for how long the oldest is', async () => {
    const { client, deps, placeHeld, stuck, place } = createApiWithHolds();
    assert.match((await client.get('/metrics')).text, /^orders_held 0$[^]*^orders_stuck 0$[^]*^orders_stuck_oldest_seconds 0$/m);
    await placeHeld();
    const since = new Date(deps.clock().getTime() - 90_000).toISOString();
    stuck.push({ order: await place(), cause: 'SLOW', since });
    const { text } = await client.get('/metrics');
    assert.match(text, /^orders_held 1$[^]*^orders_stuck 1$[^]*^orders_stuck_oldest_seconds 90(\.\d+)?$/m);
  });

  it('leaves out what nobody can say in time, and shows the rest', async () => {
    const { client, orders } = createApiWithHolds();
    for (const breakDown of [() => (orders.faults.down = true), () => (orders.holds.list = () => new Promise(() => undefined))]) {
      breakDown();
      const { status, text } = await client.get('/metrics');
      assert.equal(status, 200);
      assert.match(text, /^orders_accepted_total \d/m);
      assert.doesNotMatch(text, /orders_held|orders_stuck/);
    }
  });
});

describe('POST /api/order/:id/decision', () => {
  it('ends a held order as it says, and answers the same when it is repeated', async () => {
    const outcomes = { approve: { status: 'APPROVED' }, reject: { status: 'CANCELED', reason: 'REJECTED_BY_OPERATOR' } } as const;
    for (const [decision, outcome] of Object.entries(outcomes)) {
      const { placeHeld, decide, orders } = createApiWithHolds();
      const placed = await placeHeld();
      for (let time = 0; time < 2; time += 1) {
        const { id, status, reason } = bodyAs(order, await decide(placed, { decision, by: 'ada' }));
        assert.deepEqual({ id, status, ...(reason && { reason }) }, { id: placed.id, ...outcome });
        await orders.settle(placed, { ...outcome, events: [] });
      }
    }
  });

  it('takes a form as well', async () => {
    const { client, placeHeld } = createApiWithHolds();
    const { id } = await placeHeld();
    const answer = await client.post(`/api/order/${id}/decision`).type('form').send(APPROVE);
    assert.equal(bodyAs(order, answer).status, 'APPROVED');
  });

  it('hands on who decided and why', async () => {
    const { placeHeld, decide, workflows } = createApiWithHolds();
    const told: object[] = [];
    const original = workflows.decide.bind(workflows);
    workflows.decide = (id, decision) => original(id, (told.push(decision), decision));
    await decide(await placeHeld());
    await decide(await placeHeld(), { decision: 'retry', by: 'Zoë 😀' });
    assert.deepEqual(told, [APPROVE, { decision: 'retry', by: 'Zoë 😀', note: '' }]);
  });

  it('answers the order, held as before, when the question was asked again in vain', async () => {
    const { placeHeld, decide } = createApiWithHolds();
    assert.equal(bodyAs(order, await decide(await placeHeld(), { decision: 'retry', by: 'ada' })).status, 'PROCESSING');
  });

  it('answers the order as it is when the question is asked again after its end', async () => {
    const { placeHeld, decide, workflows, orders } = createApiWithHolds();
    const placed = await placeHeld();
    workflows.end(placed.id, { status: 'APPROVED' });
    await orders.settle(placed, { status: 'APPROVED', events: [] });
    assert.equal((await decide(placed, { decision: 'retry', by: 'ada' })).status, 200);
  });

  it('is refused while the order is open and not held', async () => {
    const { place, decide } = createApiWithHolds();
    assertProblem(await decide(await place()), 'ORDER_NOT_HELD');
  });

  it('is refused when another outcome is settled, and says which', async () => {
    const { placeHeld, decide, workflows, orders } = createApiWithHolds();
    const placed = await placeHeld();
    const outcome = { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' } as const;
    await orders.settle(placed, { ...outcome, events: [] });
    workflows.decide = async () => ({ outcome });
    assert.match(assertProblem(await decide(placed), 'ORDER_ALREADY_FINAL').detail, /CANCELED \(LIMIT_EXCEEDED\)/);
    for (const answer of ['ended', 'not-found'] as const) {
      workflows.decide = async () => answer;
      assertProblem(await decide(placed), 'ORDER_ALREADY_FINAL');
      assert.equal((await decide(placed, { decision: 'reject', by: 'ada' })).status, 200);
    }
  });

  it('is not refused for an outcome that nobody has read', async () => {
    const { placeHeld, decide, workflows, orders } = createApiWithHolds();
    const placed = await placeHeld();
    workflows.decide = async () => 'ended';
    assertProblem(await decide(placed), 'UNAVAILABLE');
    orders.faults.down = true;
    workflows.faults.down = true;
    assertProblem(await decide(placed), 'UNAVAILABLE');
  });

  it('cannot be taken while Temporal does not answer, and can be repeated afterwards', async () => {
    const { placeHeld, decide, workflows } = createApiWithHolds();
    const placed = await placeHeld();
    workflows.faults.down = true;
    assertProblem(await decide(placed), 'UNAVAILABLE');
    workflows.faults.down = false;
    assert.equal((await decide(placed)).status, 200);
  });

  it('knows no order that was not placed', async () => {
    const { decide } = createApiWithHolds();
    for (const id of ['00000000-0000-4000-8000-000000000000', '1']) assertProblem(await decide({ id }), 'ORDER_NOT_FOUND');
  });

  it('names every field that is missing or wrong', async () => {
    const { placeHeld, decide, workflows } = createApiWithHolds();
    const placed = await placeHeld();
    const wrong: [body: object, fields: string[]][] = [
      [{}, ['decision', 'by']],
      [{ ...APPROVE, decision: 'APPROVE' }, ['decision']],
      [{ ...APPROVE, decision: ['approve'] }, ['decision']],
      [{ ...APPROVE, by: '' }, ['by']],
      [{ ...APPROVE, by: 7 }, ['by']],
      [{ ...APPROVE, by: 'x'.repeat(101) }, ['by']],
      [{ ...APPROVE, by: 'a\u0000b' }, ['by']],
      [{ ...APPROVE, note: 'a\nb' }, ['note']],
      [{ ...APPROVE, note: 'x'.repeat(501) }, ['note']],
      ...[null, 7, {}, [], ['x']].map((note): [body: object, fields: string[]] => [{ ...APPROVE, note }, ['note']]),
    ];
    for (const [body, fields] of wrong) {
      assert.deepEqual(assertProblem(await decide(placed, body), 'FIELDS_INVALID').errors?.map(({ field }) => field), fields, JSON.stringify(body));
    }
    assert.equal((await workflows.find(placed.id))?.status, 'PROCESSING');
    assert.equal((await decide(placed, { ...APPROVE, by: 'x'.repeat(100), note: 'x'.repeat(500) })).status, 200);
  });
});
