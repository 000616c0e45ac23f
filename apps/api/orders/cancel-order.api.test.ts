import assert from 'node:assert/strict';
import type { OrderState, Outcome } from '../../../domain/order';
import { assertProblem, bodyAs, createTestApi, ORDER } from '../api.fixture';
import { acceptedOrder, order } from './order-schema';

const CANCELED_BY_CLIENT: Outcome = { status: 'CANCELED', reason: 'CANCELED_BY_CLIENT' };

/** An API with orders that are placed. */
function createApiWithOrders() {
  const api = createTestApi();
  const place = async (): Promise<OrderState> => {
    const { id } = bodyAs(acceptedOrder, await api.client.post('/api/orders').send(ORDER));
    const placed = await api.workflows.find(id);
    assert.ok(placed);
    return placed;
  };
  const cancel = ({ id }: Pick<OrderState, 'id'>) => api.client.post(`/api/order/${id}/cancel`);
  const settle = (placed: OrderState, outcome: Outcome) => api.orders.settle(placed, { ...outcome, events: [] });
  return { ...api, place, cancel, settle };
}

type Answer = Awaited<ReturnType<ReturnType<typeof createApiWithOrders>['cancel']>>;

function assertCanceled(answer: Answer, { id }: OrderState): void {
  assert.equal(answer.status, 200);
  const told = bodyAs(order, answer);
  assert.deepEqual([told.id, told.status, told.reason], [id, 'CANCELED', 'CANCELED_BY_CLIENT']);
}

describe('POST /api/order/:id/cancel', () => {
  it('cancels an order that is open or held, and answers the same when it is repeated', async () => {
    for (const isHeld of [false, true]) {
      const { place, cancel, settle, workflows } = createApiWithOrders();
      const placed = await place();
      if (isHeld) workflows.hold(placed.id);
      // Whether the row is settled by then or not.
      assertCanceled(await cancel(placed), placed);
      assertCanceled(await cancel(placed), placed);
      await settle(placed, CANCELED_BY_CLIENT);
      assertCanceled(await cancel(placed), placed);
    }
  });

  it('needs no body, and does not look at the one it is sent', async () => {
    const { place, cancel } = createApiWithOrders();
    for (const [type, body] of [['application/json', '{"'], ['text/plain', 'please'], ['multipart/form-data', 'x'.repeat(200_000)]] as const) {
      const placed = await place();
      assertCanceled(await cancel(placed).set('Content-Type', type).serialize((sent: unknown) => sent as string).send(body), placed);
    }
  });

  it('answers the same after the workflow is gone, from the settlement', async () => {
    const { place, cancel, settle, workflows } = createApiWithOrders();
    for (const answer of ['ended', 'not-found'] as const) {
      const placed = await place();
      await settle(placed, CANCELED_BY_CLIENT);
      workflows.cancelOrder = async () => answer;
      assertCanceled(await cancel(placed), placed);
    }
  });

  it('answers by the row when Temporal does not, if the order has ended', async () => {
    const { place, cancel, settle, workflows } = createApiWithOrders();
    const [canceled, approved] = [await place(), await place()];
    await settle(canceled, CANCELED_BY_CLIENT);
    await settle(approved, { status: 'APPROVED' });
    workflows.faults.down = true;
    assertCanceled(await cancel(canceled), canceled);
    assertProblem(await cancel(approved), 'ORDER_ALREADY_FINAL');
  });

  it('is refused when another outcome is settled, and says which', async () => {
    const outcomes: [Outcome, RegExp][] = [
      [{ status: 'APPROVED' }, /^The order is APPROVED already\.$/],
      [{ status: 'CANCELED', reason: 'USER_INVALID' }, /^The order is CANCELED \(USER_INVALID\) already\.$/],
      [{ status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' }, /CANCELED_BY_OPERATOR/],
    ];
    for (const [outcome, detail] of outcomes) {
      const { place, cancel, settle, workflows } = createApiWithOrders();
      const placed = await place();
      workflows.end(placed.id, outcome);
      await settle(placed, outcome);
      assert.match(assertProblem(await cancel(placed), 'ORDER_ALREADY_FINAL').detail, detail);
      // The workflow is asked in time, and settles otherwise.
      workflows.cancelOrder = async () => outcome;
      assert.match(assertProblem(await cancel(placed), 'ORDER_ALREADY_FINAL').detail, detail);
    }
  });

  it('is answered from the settled outcome, though its row cannot be read', async () => {
    const { place, cancel, orders, workflows } = createApiWithOrders();
    const [taken, late] = [await place(), await place()];
    workflows.end(late.id, { status: 'APPROVED' });
    orders.faults.down = true;
    assertCanceled(await cancel(taken), taken);
    assertProblem(await cancel(late), 'ORDER_ALREADY_FINAL');
  });

  it('is not refused for an outcome that nobody has read', async () => {
    const { place, cancel, orders, workflows } = createApiWithOrders();
    const placed = await place();
    workflows.cancelOrder = async () => 'ended';
    assertProblem(await cancel(placed), 'UNAVAILABLE');
    orders.faults.down = true;
    workflows.faults.down = true;
    assertProblem(await cancel(placed), 'UNAVAILABLE');
  });

  it('converges when it is repeated after no answer came', async () => {
    const { place, cancel, workflows } = createApiWithOrders();
    const placed = await place();
    workflows.faults.down = true;
    assertProblem(await cancel(placed), 'UNAVAILABLE');
    workflows.faults.down = false;
    workflows.faults.loseNext = 1;
    assertProblem(await cancel(placed), 'UNAVAILABLE');
    assertCanceled(await cancel(placed), placed);
  });

  it('is an error of ours when it fails in another way', async () => {
    const { place, cancel, workflows } = createApiWithOrders();
    const placed = await place();
    workflows.cancelOrder = () => Promise.reject(new Error('INVALID_ARGUMENT'));
    assertProblem(await cancel(placed), 'INTERNAL');
  });

  it('knows no order that was not placed, once all that could know have answered', async () => {
    const { cancel, orders, workflows, spool } = createApiWithOrders();
    const nobody = { id: '00000000-0000-4000-8000-000000000000' };
    for (const order of [nobody, { id: '1' }]) assertProblem(await cancel(order), 'ORDER_NOT_FOUND');
    for (const { faults } of [orders, workflows, spool]) {
      faults.down = true;
      assertProblem(await cancel(nobody), 'UNAVAILABLE');
      faults.down = false;
    }
  });
});
