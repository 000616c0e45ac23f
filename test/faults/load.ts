import { setTimeout as pause } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { scaled } from '../machine-speed';
import type { System } from './system';

/** Begins that much work at a steady rate, whatever becomes of it, and resolves with the results when all has ended. */
export async function steadily<T>(count: number, perSecond: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const began = performance.now();
  const begun: Promise<T>[] = [];
  for (let index = 0; index < count; index += 1) {
    await pause(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
    const one = work(index);
    one.catch(() => undefined); // it is thrown when all have begun
    begun.push(one);
  }
  return Promise.all(begun);
}

const LOOK_EVERY_MS = 15;
const LOST_AFTER_MS = 60_000;

/** Posts an order and looks at it until it is final; resolves with its id and the time that took from the POST on. */
export async function timeToFinal(system: System, userId: string): Promise<{ id: string; finalMs: number }> {
  const began = performance.now();
  const id = await system.order(userId);
  await untilFinal(system, id, LOST_AFTER_MS, LOOK_EVERY_MS);
  return { id, finalMs: performance.now() - began };
}

/** Resolves with its status when the API says that an order is final; throws when it does not in the time that this machine needs. */
export async function untilFinal(system: System, id: string, withinMs: number, lookEveryMs = 200): Promise<string> {
  const scaledMs = scaled(withinMs);
  const deadline = performance.now() + scaledMs;
  for (;;) {
    const { status, body } = await system.get(`/api/order/${id}`);
    if (status === 200 && body['status'] !== 'PROCESSING') return String(body['status']);
    assert.ok(performance.now() < deadline, `order ${id} is not final within ${scaledMs} ms: ${status} ${JSON.stringify(body)}`);
    await pause(lookEveryMs);
  }
}
