import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { numbered, orderEnded, orderReceived, type OrderFact } from '../../domain/events';
import { parseMoney } from '../../domain/money';
import type { Order } from '../../domain/order';

const atATime = 100_000;

/** Each row as an approved order leaves it: $1 is the user, $2 its events, $3 and $4 say which of them to write. */
const ROWS = `
  INSERT INTO orders (id, value, user_id, method, installment, created_at, status, events, settled_at)
  SELECT gen_random_uuid(), 10, $1, 'cash', 1, at, 'APPROVED', $2, at + interval '0.1 s'
  FROM generate_series($3::int, $4::int) AS number, LATERAL (SELECT timestamptz '2026-01-01' + number * interval '1 s' AS at) AS placed`;

/** Gives the user so many settled orders in the migrated database at that address, and has Postgres look at them. */
export async function fill(url: string, { userId, orders }: { userId: string; orders: number }, report: (text: string) => void): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let from = 1; from <= orders; from += atATime) {
      const to = Math.min(orders, from + atATime - 1);
      await client.query(ROWS, [userId, eventsOf(userId), from, to]);
      report(`${to} of ${orders} orders are there`);
    }
    await client.query('VACUUM ANALYZE orders');
  } finally {
    await client.end();
  }
}

/** The size counts, not the ids. */
function eventsOf(userId: string): string {
  const money = parseMoney('10')!;
  const order: Order = { id: randomUUID(), value: money, userId, installment: 1, method: 'cash', acceptedAt: '2026-01-01T00:00:00.000Z' };
  const facts: OrderFact[] = [
    orderReceived(order),
    { type: 'limit.reserved', data: { limit: money } },
    { type: 'user.validated', data: { source: 'api' } },
    orderEnded({ status: 'APPROVED' }),
  ];
  return JSON.stringify(facts.map((fact, index) => numbered(fact, index + 1, order.acceptedAt)));
}
