import assert from 'node:assert/strict';
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import { decided } from '../support/decided';
import { eventually } from '../support/eventually';
import { json } from '../support/http';
import { aUser, type OrderWorld } from '../support/world';

/** A user's own limits on the wire. */
interface Limits {
  readonly per_order_limit: string | null;
  readonly exposure_cap: string | null;
}

interface Exposure {
  readonly reserved: number;
  readonly confirmed: number;
  readonly cap: string | null;
}

defineParameterType({
  name: 'limits',
  regexp: /(\S+) for one order, (?:(\S+) for all|no cap)/,
  transformer: (one: string, all: string | null): Limits => ({ per_order_limit: one === 'everybody’s' ? null : one, exposure_cap: all ?? null }),
});

Given('a user with limits: {limits}', async function (this: OrderWorld, limits: Limits) {
  this.user = aUser();
  await give(this, limits);
  assert.equal(this.answer.status, 200);
});

Given('the user is given limits: {limits}', async function (this: OrderWorld, limits: Limits) {
  await give(this, limits);
});

When('the limits of the user are asked for', async function (this: OrderWorld) {
  await this.ask(`/api/users/${this.user}/limit`);
});

Then('these limits are told: {limits}', function (this: OrderWorld, limits: Limits) {
  const { status, body } = this.answer;
  assert.deepEqual({ status, body }, { status: 200, body: limits });
});

Then(
  'within {int} second(s) the exposure is: {int} reserved, {int} confirmed, of {word}',
  async function (this: OrderWorld, seconds: number, reserved: number, confirmed: number, cap: string) {
    await assertExposure(this, seconds, { reserved, confirmed, cap });
  },
);

Then(
  'within {int} second(s) the exposure is: {int} reserved, {int} confirmed, without a cap',
  async function (this: OrderWorld, seconds: number, reserved: number, confirmed: number) {
    await assertExposure(this, seconds, { reserved, confirmed, cap: null });
  },
);

When('the user sends {int} orders of {word} at once', async function (this: OrderWorld, count: number, value: string) {
  const form = { value, user_id: this.user, installment: '1', method: 'cash' };
  await Promise.all(Array.from({ length: count }, () => this.send(form)));
  assert.equal(this.orders.length, count);
});

Then(
  'within {int} seconds {int} of them are APPROVED, and {int} CANCELED because of {word}',
  async function (this: OrderWorld, seconds: number, approved: number, canceled: number, reason: string) {
    const ends = await Promise.all(this.orders.map((order) => decided(this.parameters, order, seconds * 1000)));
    const counts = [ends.filter(({ status }) => status === 'APPROVED').length, ends.filter((order) => order.reason === reason).length];
    assert.deepEqual(counts, [approved, canceled]);
  },
);

async function give(world: OrderWorld, limits: Limits): Promise<void> {
  await world.ask(`/api/users/${world.user}/limit`, { method: 'PUT', body: json(limits) });
}

/** A reservation is confirmed or released right after the order’s end is known. */
async function assertExposure(world: OrderWorld, seconds: number, { reserved, confirmed, cap }: Exposure): Promise<void> {
  const expected = { reserved: String(reserved), confirmed: String(confirmed), exposure: String(reserved + confirmed), cap };
  await eventually(seconds * 1000, async () => {
    const { status, body } = await world.ask(`/api/users/${world.user}/exposure`);
    assert.deepEqual({ status, body }, { status: 200, body: expected });
  });
}
