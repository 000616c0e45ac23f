import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import type { ReservationState } from '../../domain/limits';
import { ReservationConflict } from '../../ports/limits';
import { POLICY } from '../../test/contracts/limits.contract';
import { LIMIT, newOrder } from '../../test/contracts/sample-orders';
import { PostgresLimits } from './limits';

interface Seen {
  readonly isWritten?: boolean;
  readonly state?: ReservationState;
}

/** A database of users without limits of their own that says, each time it is asked, that it has seen or done this. */
function databaseOf(...answers: readonly Seen[]) {
  const left = [...answers];
  const query = async () => {
    const { isWritten = false, state = null } = left.shift() ?? {};
    return { rows: [{ is_written: isWritten, state, per_order_limit: null, exposure_cap: null }] };
  };
  return { ledger: new PostgresLimits({ query } as unknown as Pool, POLICY), left };
}

describe('a reservation that Postgres has neither written nor seen', () => {
  it('is the one of another try, which the next statement sees', async () => {
    const { ledger, left } = databaseOf({}, { state: 'reserved' });
    assert.deepEqual(await ledger.reserve(newOrder()), { fits: true, limit: LIMIT });
    assert.equal(left.length, 0);
  });

  it('is written when the one of another try was removed meanwhile', async () => {
    const { ledger, left } = databaseOf({}, { isWritten: true });
    assert.deepEqual(await ledger.reserve(newOrder()), { fits: true, limit: LIMIT });
    assert.equal(left.length, 0);
  });

  it('is a conflict when it happens again and again, and not that Postgres cannot answer; the next try can succeed', async () => {
    const { ledger } = databaseOf({}, {}, {}, { isWritten: true });
    const order = newOrder();
    await assert.rejects(ledger.reserve(order), (error) => error instanceof ReservationConflict && error.message.includes(order.id));
    assert.ok((await ledger.reserve(order)).fits);
  });
});
