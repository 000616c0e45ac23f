import { isDeepStrictEqual } from 'node:util';
import type { Order, OrderEvent } from './order';

/** An event in the words of the features: its type and what it says, as `name: value, name: value`. */
export function inWords({ type, data }: OrderEvent, order: Order): string[] {
  return [type, says(data, order)];
}

function says(data: OrderEvent['data'], { id, value, user_id, installment, method }: Order): string {
  if (isDeepStrictEqual(data, { id, value, user_id, installment, method })) return 'the order';
  return Object.entries(data).map(([name, said]) => `${name}: ${name === 'until' ? 'a set time' : String(said)}`).join(', ');
}

/** Puts what the two checks tell, which stands between the first event and the outcome, into one order. */
export function withChecksInAnyOrder(rows: readonly (readonly (string | undefined)[])[]): unknown[] {
  const isOutcome = ([type]: readonly (string | undefined)[]) => type === 'order.approved' || type === 'order.canceled';
  const end = rows.findIndex(isOutcome) === -1 ? rows.length : rows.findIndex(isOutcome);
  const checks = rows.slice(1, end).sort(([a = ''], [b = '']) => a.localeCompare(b));
  return [rows[0], ...checks, ...rows.slice(end)];
}
