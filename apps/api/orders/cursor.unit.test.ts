import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { cursor, cursorOf } from './read-orders';

describe('a cursor', () => {
  const long = 8_000_000_000_000_000;
  const places = fc.record({ acceptedAtUs: fc.integer({ min: -long, max: long }), id: fc.uuid() }, { noNullPrototype: true });

  it('is the place it was made of, to the microsecond, and text that a URL takes as it is', () => {
    fc.assert(
      fc.property(places, (place) => {
        const text = cursorOf(place);
        assert.deepEqual(cursor.parse(text), place);
        assert.equal(encodeURIComponent(text), text);
      }),
    );
  });

  it('is the same after a deployment: clients keep them', () => {
    const place = { acceptedAtUs: 1_772_366_400_000_007, id: '019cba0f-0000-7000-8000-000000000001' };
    assert.equal(cursorOf(place), '1AZypRQoAAAcBnLoPAABwAIAAAAAAAAAB');
    assert.deepEqual(cursor.parse('1AZypRQoAAAcBnLoPAABwAIAAAAAAAAAB'), place);
  });

  it('is any text of its form, which the document states', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1[A-Za-z0-9_-]{32}$/), (text) => {
        const { acceptedAtUs, id } = cursor.parse(text);
        assert.ok(Number.isInteger(acceptedAtUs));
        assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('is nothing else', () => {
    const good = cursorOf({ acceptedAtUs: 0, id: '019cba0f-0000-7000-8000-000000000001' });
    for (const text of ['', '1', 'x', '100', good.slice(0, -1), `${good}A`, `${good}=`, `2${good.slice(1)}`, ` ${good}`, `${good}\n`, good.replace('A', '+')]) {
      assert.equal(cursor.safeParse(text).success, false, JSON.stringify(text));
    }
  });
});
