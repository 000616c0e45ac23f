import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type DataTable, Then, When } from '@cucumber/cucumber';
import { eventually } from '../support/eventually';
import type { Timeline } from '../support/order';
import { inWords, withChecksInAnyOrder } from '../support/event-words';
import type { OrderWorld } from '../support/world';

const IN_TIME_MS = 10_000;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

When('a client asks for the timeline of an order that nobody placed', async function (this: OrderWorld) {
  await this.ask(`/api/order/${randomUUID()}/events`);
});

Then('the recorded timeline tells:', async function (this: OrderWorld, table: DataTable) {
  await tells(this, table, true);
});

Then('the timeline, not yet recorded, tells:', async function (this: OrderWorld, table: DataTable) {
  await tells(this, table, false);
});

/** Waits for the timeline to be recorded, or to be noted so far, and compares it. */
async function tells(world: OrderWorld, table: DataTable, recorded: boolean): Promise<void> {
  const { order } = world;
  const rows = table.raw().map(([type, what]) => [type, what]);
  const timeline = await eventually(IN_TIME_MS * world.parameters.slowness, async () => {
    const { status, body } = await world.ask(`/api/order/${order.id}/events`);
    assert.equal(status, 200);
    assert.equal((body as Timeline).recorded, recorded);
    assert.equal((body as Timeline).events.length, rows.length);
    return body as Timeline;
  });
  assert.deepEqual(withChecksInAnyOrder(timeline.events.map((event) => inWords(event, order))), withChecksInAnyOrder(rows));
  assert.equal(timeline.order_id, order.id);
  assert.deepEqual(timeline.events.map(({ sequence }) => sequence), rows.map((_, index) => index + 1));
  for (const { at } of timeline.events) assert.match(at, ISO_TIME);
}
