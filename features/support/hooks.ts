import assert from 'node:assert/strict';
import { After, BeforeAll } from '@cucumber/cucumber';
import { bodyOf } from './body';
import { decided } from './decided';
import { eventually } from './eventually';
import { ask } from './http';
import type { Order } from './order';
import { calmUserService } from './user-service';
import { aUser, type Addresses, type OrderWorld } from './world';

const START_UP_MS = 60_000;

/** What the scenarios promise, and how many orders in a row must keep it before they begin. */
const PROMISED_MS = 1_000;
const IN_A_ROW = 3;

// A run that was killed may have left the user service misbehaving, and the first orders of a fresh worker take longer
// than any later one: the scenarios begin on a system that is warm.
BeforeAll({ timeout: 20 * START_UP_MS }, async function () {
  const addresses = this.parameters as unknown as Addresses;
  await calmUserService(addresses);
  await eventually(START_UP_MS * addresses.slowness, async () => {
    const { status, body } = await ask(`${addresses.apiUrl}/readiness`);
    assert.deepEqual({ status, body }, { status: 200, body: { status: 'ok' } });
  });
  for (let inTime = 0, deadline = Date.now() + START_UP_MS * addresses.slowness; inTime < IN_A_ROW; ) {
    const placedAt = Date.now();
    await anOrder(addresses);
    inTime = Date.now() - placedAt < PROMISED_MS ? inTime + 1 : 0;
    assert.ok(Date.now() < deadline, `no ${IN_A_ROW} orders in a row were decided within ${PROMISED_MS} ms each`);
  }
});

After({ tags: '@user-service' }, async function (this: OrderWorld) {
  await calmUserService(this.parameters);
});

async function anOrder(addresses: Addresses): Promise<void> {
  const form = bodyOf({ value: '1.00', user_id: aUser(), installment: '1', method: 'cash' }, 'multipart/form-data');
  const { status, body } = await ask(`${addresses.apiUrl}/api/orders`, { method: 'POST', body: form });
  assert.equal(status, 201, JSON.stringify(body));
  await decided(addresses, body as Order, START_UP_MS * addresses.slowness);
}
