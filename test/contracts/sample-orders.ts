import { randomUUID } from 'node:crypto';
import { numbered, orderEnded, type OrderFact, orderReceived } from '../../domain/events';
import { type Money, parseMoney } from '../../domain/money';
import type { Order, Outcome } from '../../domain/order';
import type { Settlement } from '../../domain/settlement';

/** A user of this test alone, so that suites can run again and again on one store. */
export function newUserId(): string {
  return `user_${randomUUID()}`;
}

export function newOrder(changes: Partial<Order> = {}): Order {
  return {
    id: randomUUID(),
    value: money('1000'),
    userId: newUserId(),
    installment: 3,
    method: 'credit_card',
    acceptedAt: '2026-03-01T12:00:00.000Z',
    ...changes,
  };
}

export function money(text: string): Money {
  const parsed = parseMoney(text);
  if (parsed === undefined) throw new Error(`${text} is not money`);
  return parsed;
}

/** The limit for one order of users without limits of their own, and a cent more. */
export const LIMIT = money('10000');
export const JUST_OVER_LIMIT = money('10000.01');

export const APPROVED: Outcome = { status: 'APPROVED' };
export const CANCELED: Outcome = { status: 'CANCELED', reason: 'USER_INVALID' };

/** How an order may end: its outcome, and the events that led there, recorded one millisecond after another. */
export function settlementOf(order: Order, outcome: Outcome, startedAt = '2026-03-01T12:00:01.000Z'): Settlement {
  const checked = outcome.status === 'APPROVED' ? 'user.validated' : 'user.rejected';
  const facts: OrderFact[] = [orderReceived(order), { type: checked, data: { source: 'api' } }, orderEnded(outcome)];
  const events = facts.map((fact, index) => numbered(fact, index + 1, after(startedAt, index)));
  return { ...outcome, events };
}

function after(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}
