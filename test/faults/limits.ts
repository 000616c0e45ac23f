import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { send } from './http';
import type { System } from './system';

/** A new user whose orders may be worth so much together. */
export async function cappedUser(system: System, cap: string, name = 'capped'): Promise<string> {
  const userId = `${name}-${randomUUID()}`;
  const own = { per_order_limit: null, exposure_cap: cap };
  const { status, body } = await send('PUT', `${system.apiUrl}/api/users/${userId}/limit`, own);
  assert.equal(status, 200, JSON.stringify(body));
  return userId;
}

/** What of a user's orders counts now: in all, and of that what is still reserved. */
export async function exposureOf(system: System, userId: string): Promise<{ exposure: string; reserved: string }> {
  const { status, body } = await system.get(`/api/users/${userId}/exposure`);
  assert.equal(status, 200, JSON.stringify(body));
  return { exposure: String(body['exposure']), reserved: String(body['reserved']) };
}

/** Throws unless so much counts of a user's orders, all of it confirmed. */
export async function assertExposure(system: System, userId: string, exposure: string): Promise<void> {
  assert.deepEqual(await exposureOf(system, userId), { exposure, reserved: '0' });
}
