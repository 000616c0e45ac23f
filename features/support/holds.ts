import assert from 'node:assert/strict';
import { ask } from './http';
import type { Order } from './order';
import type { Addresses } from './world';

/** An order that waits, as operators see it. */
export interface Hold {
  readonly order: Order;
  readonly cause: string;
  readonly since: string;
  readonly until: string;
}

interface HoldPage {
  readonly stage: string;
  readonly total: number;
  readonly holds: readonly Hold[];
}

const PAGE = 100;

/** The order's hold, if it is held: looks through all pages of what is. */
export async function holdOf({ apiUrl }: Addresses, { id }: Order): Promise<Hold | undefined> {
  for (let offset = 0, total = 1; offset < total; offset += PAGE) {
    const { status, body } = await ask(`${apiUrl}/api/holds?offset=${offset}&limit=${PAGE}`);
    assert.equal(status, 200);
    const page = body as HoldPage;
    assert.equal(page.stage, 'held');
    const hold = page.holds.find(({ order }) => order.id === id);
    if (hold) return hold;
    total = page.total;
  }
  return undefined;
}
