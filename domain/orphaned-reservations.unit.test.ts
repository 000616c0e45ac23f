import assert from 'node:assert/strict';
import { APPROVED, CANCELED, newOrder, settlementOf } from '../test/contracts/sample-orders';
import type { Execution } from './execution';
import { type OrphanedReservation, type OrphanedReservationPlan, planForOrphanedReservation } from './reconcile';

const order = newOrder();
const run = { orderId: order.id, runId: 'run', order };
const RUNNING: Execution = { ...run, state: 'RUNNING', isHeld: false };
const COMPLETED: Execution = { ...run, state: 'COMPLETED' };
const TERMINATED: Execution = { ...run, state: 'TERMINATED', closedAt: '2026-03-01T12:10:00.000Z' };

const approved = settlementOf(order, APPROVED);
const canceled = settlementOf(order, CANCELED);
const leave: OrphanedReservationPlan = { kind: 'leave' };
const end = (settlement: typeof approved): OrphanedReservationPlan => ({ kind: 'end', order, settlement });

const TABLE: readonly (readonly [name: string, given: Partial<OrphanedReservation>, plan: OrphanedReservationPlan])[] = [
  ['is left while its order is on its way', { execution: RUNNING, row: { order } }, leave],
  ['is left to the workflow that has settled and not ended', { execution: RUNNING, row: { order, settlement: approved } }, leave],
  ['is left while its order is on its way without a row', { execution: RUNNING }, leave],
  ['is ended as the settlement says when the workflow has completed', { execution: COMPLETED, row: { order, settlement: approved } }, end(approved)],
  ['is ended as the settlement says when the workflow broke off', { execution: TERMINATED, row: { order, settlement: canceled } }, end(canceled)],
  ['is ended as the settlement says when the workflow is forgotten', { row: { order, settlement: canceled } }, end(canceled)],
  ['is left when the order broke off and is still to be settled', { execution: TERMINATED, row: { order } }, leave],
  ['is left when an order without a row is still to be settled', { execution: TERMINATED }, leave],
  ['is left when an operator has to decide about the order', { row: { order } }, leave],
  ['is left when the order waits in the spool', { isSpooled: true }, leave],
  ['is freed when the order is gone', {}, { kind: 'free' }],
];

describe('What nobody has ended of what was reserved', () => {
  for (const [name, given, plan] of TABLE) {
    it(name, () => assert.deepEqual(planForOrphanedReservation({ execution: undefined, row: undefined, isSpooled: false, ...given }), plan));
  }
});
