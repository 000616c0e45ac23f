import assert from 'node:assert/strict';
import { APPROVED, CANCELED, money, newOrder, settlementOf } from '../test/contracts/sample-orders';
import { eventId, type OrderEvent } from './events';
import { BROKEN_OFF, type Execution } from './execution';
import { planFor, type OrderFacts, type Plan } from './reconcile';
import { publishedEvents } from './settlement';

const order = newOrder();
const settlement = settlementOf(order, APPROVED);
const { events } = settlement;
const CLOSED_AT = '2026-03-01T12:10:00.000Z';

const run = { orderId: order.id, runId: 'run', order };
const RUNNING: Execution = { ...run, state: 'RUNNING', isHeld: false };
const COMPLETED: Execution = { ...run, state: 'COMPLETED' };
const TERMINATED: Execution = { ...run, state: 'TERMINATED', closedAt: CLOSED_AT };

const asStreamed = (some: readonly OrderEvent[]) =>
  some.map((event) => ({ id: eventId(order.id, event.sequence), text: JSON.stringify(event) }));
const differing = events.map((event, index) => (index === 1 ? { ...event, at: CLOSED_AT } : event));
const unknown: OrderEvent = { sequence: 9, type: 'order.approved', at: CLOSED_AT, data: {} };

const facts = (given: Partial<OrderFacts>): OrderFacts => ({
  orderId: order.id,
  execution: undefined,
  row: undefined,
  isSpooled: false,
  log: [],
  stream: [],
  ...given,
});
const published = { row: { order, settlement }, log: events, stream: asStreamed(events), reservation: 'confirmed' } as const;
const canceled = settlementOf(order, CANCELED);
const publishedCanceled = { row: { order, settlement: canceled }, log: publishedEvents(canceled), stream: asStreamed(publishedEvents(canceled)) };
const open = { order };
const abandoned: Plan = {
  kind: 'settle',
  order,
  proposed: {
    status: 'CANCELED',
    reason: 'ABANDONED',
    events: [
      {
        sequence: 1,
        type: 'order.received',
        at: order.acceptedAt,
        data: { id: order.id, value: order.value, user_id: order.userId, installment: 3, method: 'credit_card' },
      },
      { sequence: 2, type: 'order.canceled', at: CLOSED_AT, data: { reason: 'ABANDONED' } },
    ],
  },
};
const leave: Plan = { kind: 'leave' };
const publish = (log: boolean, stream: boolean, ledger = false): Plan => ({ kind: 'publish', order, settlement, missingIn: { log, stream, ledger } });
const publishCanceled = (ledger: boolean): Plan => ({ kind: 'publish', order, settlement: canceled, missingIn: { log: false, stream: false, ledger } });
const report = (what: string) => ({ kind: 'report', what }) as Plan;

const TABLE: readonly (readonly [name: string, given: Partial<OrderFacts>, plan: Plan])[] = [
  ['leaves an order that is on its way', { execution: RUNNING, row: open }, leave],
  ['leaves an order that is settled and still being published', { execution: RUNNING, row: { order, settlement }, log: events.slice(0, 1) }, leave],
  ['leaves what a workflow that runs has published since', { execution: RUNNING, row: open, log: events, stream: asStreamed(events) }, leave],
  ['writes the row of an order that is on its way', { execution: RUNNING }, { kind: 'accept', order }],
  ['finds nothing to do for an order that is whole', { execution: COMPLETED, ...published }, publish(false, false)],
  ['finds nothing to do once the workflow is forgotten', published, publish(false, false)],
  ['publishes to the log what is missing there', { execution: TERMINATED, ...published, log: events.slice(0, 2) }, publish(true, false)],
  ['publishes to the stream what is missing there', { execution: TERMINATED, ...published, stream: asStreamed(events.slice(1)) }, publish(false, true)],
  ['publishes to both', { execution: COMPLETED, row: { order, settlement }, reservation: 'confirmed' }, publish(true, true)],
  ['publishes to both when the server has removed the workflow', { row: { order, settlement }, reservation: 'confirmed' }, publish(true, true)],
  ['confirms what an approved order has still reserved', { execution: TERMINATED, ...published, reservation: 'reserved' }, publish(false, false, true)],
  ['confirms what an approved order never reserved', { execution: COMPLETED, row: published.row, log: events, stream: published.stream }, publish(false, false, true)],
  ['finds nothing to do for a canceled order that is whole', { execution: COMPLETED, ...publishedCanceled, reservation: 'released' }, publishCanceled(false)],
  ['releases what a canceled order has still reserved', { execution: TERMINATED, ...publishedCanceled, reservation: 'reserved' }, publishCanceled(true)],
  ['releases what a canceled order never reserved, for a try may still be on its way', { ...publishedCanceled }, publishCanceled(true)],
  ['publishes to log, stream and ledger', { row: { order, settlement }, reservation: 'reserved' }, publish(true, true, true)],
  ['counts a dead letter as published', { execution: COMPLETED, ...published, stream: [...asStreamed(events.slice(1)), { id: eventId(order.id, 1) }] }, publish(false, false)],
  ['settles an orphan', { execution: TERMINATED, row: open }, abandoned],
  ['settles an orphan that has no row', { execution: TERMINATED }, abandoned],
  ['settles an orphan that has reserved', { execution: TERMINATED, row: open, reservation: 'reserved' }, abandoned],
  ['settles an orphan whose reservation is released already', { execution: TERMINATED, row: open, reservation: 'released' }, abandoned],
  ['reports an orphan whose reservation is confirmed', { execution: TERMINATED, row: open, reservation: 'confirmed' }, report('LEDGER_DIFFERS')],
  ['reports an approved order whose reservation is released', { execution: COMPLETED, ...published, reservation: 'released' }, report('LEDGER_DIFFERS')],
  ['reports a canceled order whose reservation is confirmed', { ...publishedCanceled, reservation: 'confirmed' }, report('LEDGER_DIFFERS')],
  ['leaves what a workflow that runs has still reserved', { execution: RUNNING, row: { order, settlement }, reservation: 'reserved' }, leave],
  ['reports an orphan whose order nobody knows', { execution: { ...TERMINATED, order: undefined } as never, row: open }, report('INPUT_MISSING')],
  ['reports an orphan about which the log knows something', { execution: TERMINATED, row: open, log: [unknown] }, report('LOG_DIFFERS')],
  ['reports an orphan about which the stream knows something', { execution: TERMINATED, stream: asStreamed([unknown]) }, report('STREAM_DIFFERS')],
  ['reports a log that holds other bytes', { execution: COMPLETED, ...published, log: differing }, report('LOG_DIFFERS')],
  ['reports a log that holds more', { ...published, log: [...events, unknown] }, report('LOG_DIFFERS')],
  ['reports a stream that holds other bytes beside the right ones', { ...published, stream: asStreamed([...events, ...differing]) }, report('STREAM_DIFFERS')],
  ['reports a stream that holds more', { execution: TERMINATED, ...published, stream: asStreamed([...events, unknown]) }, report('STREAM_DIFFERS')],
  ['reports an open row without a workflow', { row: open }, report('WORKFLOW_MISSING')],
  ['leaves an open row whose order is spooled', { row: open, isSpooled: true }, leave],
  ['reports a completed workflow whose row is open', { execution: COMPLETED, row: open }, report('NOT_SETTLED')],
  ['reports a completed workflow without a row', { execution: COMPLETED }, report('ROW_MISSING')],
  ['leaves what is not there at all', {}, leave],
  ['reports a row of another order than the workflow', { execution: TERMINATED, row: { order: { ...order, value: money('2') } } }, report('ORDER_DIFFERS')],
];

describe('the plan for an order', () => {
  for (const [name, given, plan] of TABLE) {
    it(name, () => assert.deepEqual(planFor(facts(given)), plan));
  }

  for (const state of BROKEN_OFF) {
    it(`counts a workflow that is ${state} as broken off`, () => {
      assert.deepEqual(planFor(facts({ execution: { ...run, state, closedAt: CLOSED_AT } })), abandoned);
    });
  }

  it('publishes everything to the stream when it was not read', () => {
    const unread: OrderFacts = { orderId: order.id, execution: TERMINATED, row: published.row, isSpooled: false, log: events, reservation: 'confirmed' };
    assert.deepEqual(planFor(unread), publish(false, true));
  });
});
