import assert from 'node:assert/strict';
import { eventId, numbered, orderEnded, orderReceived, receivedOrder } from './events';
import { parseMoney, type Money } from './money';
import type { Order } from './order';

const at = '2026-03-01T12:00:00.000Z';
const order: Order = {
  id: 'id',
  value: parseMoney('1000.00') as Money,
  userId: 'user_1',
  installment: 3,
  method: 'credit_card',
  acceptedAt: at,
};

describe('an event', () => {
  it('is known by its order and its place', () => assert.equal(eventId('id', 2), 'id:2'));

  it('always has its members in the same order, so that copies are equal to the byte', () => {
    const text = '{"sequence":2,"type":"order.approved","at":"2026-03-01T12:00:00.000Z","data":{}}';
    assert.equal(JSON.stringify(numbered({ data: {}, type: 'order.approved' }, 2, at)), text);
  });

  it('tells the order as it was received, in the names of the API', () => {
    const data = '{"id":"id","value":"1000","user_id":"user_1","installment":3,"method":"credit_card"}';
    assert.equal(JSON.stringify(orderReceived(order)), `{"type":"order.received","data":${data}}`);
    assert.deepEqual(orderReceived({ ...order, client: 'shop' }), orderReceived(order), 'who has placed it is nobody else’s business');
  });

  it('tells the order so that it is known again, from among the others and from the first alone', () => {
    const [received, approved] = [numbered(orderReceived(order), 1, at), numbered(orderEnded({ status: 'APPROVED' }), 2, at)];
    assert.deepEqual(receivedOrder([approved, received]), order);
    assert.equal(receivedOrder([approved]), undefined);
    assert.equal(receivedOrder([]), undefined);
  });

  it('tells how the order ended', () => {
    assert.deepEqual(orderEnded({ status: 'APPROVED' }), { type: 'order.approved', data: {} });
    assert.deepEqual(orderEnded({ status: 'CANCELED', reason: 'USER_INVALID' }), {
      type: 'order.canceled',
      data: { reason: 'USER_INVALID' },
    });
    const byOperator = orderEnded({ status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' }, 'ada');
    assert.deepEqual(byOperator, { type: 'order.canceled', data: { reason: 'CANCELED_BY_OPERATOR', by: 'ada' } });
  });
});
