import { Gauge, Registry } from 'prom-client';
import { withDeadline } from '../../../ports/unavailable';
import type { ApiDeps } from '../http/deps';
import { text } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';

/** The longest that a scrape waits for a gauge. */
const ANSWER_WITHIN_MS = 1_000;
/** The count of orders in flight stops at this number. */
const MOST_IN_FLIGHT = 100_000;

/** Answers what the process counts, and how many orders wait, for Prometheus. */
export const metrics = defineRoute({
  method: 'get',
  path: '/metrics',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Service',
    operationId: 'metrics',
    summary: 'Get the metrics of the process',
    answers: { [STATUS.ok]: text('The metrics as Prometheus text.', 'text/plain') },
  },
  handle: (deps) => async () => {
    const { registry } = deps.metrics;
    const texts = await Promise.all([registry.metrics(), backlogMetrics(deps)]);
    return { ...ok(texts.join('\n')), headers: { 'Content-Type': registry.contentType } };
  },
});

/**
 * Prometheus text about the orders that are in flight, held or stuck now. A gauge that cannot be read within a second is omitted: no
 * number is better than a wrong one.
 */
async function backlogMetrics({ holds, stuckOrders, inFlight, clock }: ApiDeps): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers: [registry] }).set(value);
  const [underway, held, stuck] = await Promise.all([
    inTime(() => inFlight.inFlight(MOST_IN_FLIGHT, new Date(0))),
    inTime(() => holds.list({ offset: 0, limit: 1 })),
    inTime(() => stuckOrders.summary()),
  ]);
  if (underway !== undefined) gauge('orders_in_flight', 'Orders in flight, without those that are held', underway);
  if (held) gauge('orders_held', 'Orders that wait for an answer or an operator', held.total);
  if (stuck) {
    const ageSeconds = stuck.oldest === undefined ? 0 : Math.max(0, (clock().getTime() - Date.parse(stuck.oldest)) / 1000);
    gauge('orders_stuck', 'Orders that make no progress', stuck.count);
    gauge('orders_stuck_oldest_seconds', 'Age of the oldest stuck order in seconds', ageSeconds);
  }
  return registry.metrics();
}

async function inTime<T>(question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await withDeadline(ANSWER_WITHIN_MS, question());
  } catch {
    return undefined;
  }
}
