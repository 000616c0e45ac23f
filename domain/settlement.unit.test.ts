import assert from 'node:assert/strict';
import { numbered } from './events';
import { publishedEvents, outcomeOf, type Settlement } from './settlement';

const at = '2026-03-01T12:00:00.000Z';

describe('a settlement', () => {
  it('is published as it is, and the same each time', () => {
    const settlement: Settlement = { status: 'APPROVED', events: [numbered({ type: 'order.approved', data: {} }, 1, at)] };
    assert.deepEqual(publishedEvents(settlement), settlement.events);
    assert.equal(JSON.stringify(publishedEvents(settlement)), JSON.stringify(publishedEvents(structuredClone(settlement))));
  });

  it('has an outcome without the events', () => {
    assert.deepEqual(outcomeOf({ status: 'APPROVED', events: [] }), { status: 'APPROVED' });
    const canceled = { status: 'CANCELED', reason: 'LIMIT_EXCEEDED' } as const;
    assert.deepEqual(outcomeOf({ ...canceled, events: [] }), canceled);
  });
});
