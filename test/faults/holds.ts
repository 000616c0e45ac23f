import assert from 'node:assert/strict';
import type { System } from './system';

/** One entry of `GET /api/holds`. */
export interface Hold {
  readonly cause: string;
  readonly since: string;
  /** Of held orders only. */
  readonly until?: string;
}

/** What the API lists as held or as stuck, by order id. */
export async function holdsAt(system: System, stage: 'held' | 'stuck'): Promise<Map<string, Hold>> {
  const { status, body } = await system.get(`/api/holds?stage=${stage}`);
  assert.equal(status, 200, JSON.stringify(body));
  const holds = body['holds'] as (Hold & { readonly order: { readonly id: string } })[];
  assert.equal(body['total'], holds.length, 'all of them are on one page');
  return new Map(holds.map((hold) => [hold.order.id, hold]));
}
