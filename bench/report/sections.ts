import type { Measurement } from '../measure';
import { median, percentile, spreadOf } from '../statistics';
import { medianFinalMs, perSecond, ratioOf, select, spreadText } from './selection';
import { figure, table } from './table';

/** What was measured: two subjects, the second compared with the first. */
export interface Measured {
  readonly all: readonly Measurement[];
  readonly pair: readonly [string, string];
  readonly clients: readonly number[];
}

export function pairAt({ all, pair: [first, second] }: Measured, clients: number) {
  return [select(all, first, clients), select(all, second, clients)] as const;
}

/** How much is done in a second, and how both compare. */
export function throughput(measured: Measured): string {
  const rows = measured.clients.map((clients) => {
    const pair = pairAt(measured, clients);
    const rates = pair.map((measurements) => spreadText(spreadOf(measurements.map(perSecond))));
    return [String(clients), ...rates, spreadText(ratioOf(pair, perSecond))];
  });
  return table(['clients', ...measured.pair.map((subject) => `${subject}/s`), 'ratio'], rows);
}

/** How long it takes, over all rounds, and how often clients looked meanwhile. */
export function latency(measured: Measured): string {
  const rows = measured.clients.flatMap((clients) =>
    measured.pair.map((subject) => {
      const samples = select(measured.all, subject, clients).flatMap((one) => one.samples);
      const accepted = samples.map(({ acceptedMs }) => acceptedMs);
      const final = samples.map(({ finalMs }) => finalMs);
      const looks = samples.reduce((sum, sample) => sum + sample.looks, 0) / samples.length;
      const times = [accepted, final].flatMap((values) => [percentile(values, 0.5), percentile(values, 0.99)]);
      return [String(clients), subject, String(samples.length), ...times.map(figure), looks === 0 ? '–' : figure(looks)];
    }),
  );
  const times = ['accepted p50', 'accepted p99', 'final p50', 'final p99'].map((name) => `${name}, ms`);
  return table(['clients', 'what', 'count', ...times, 'looks'], rows);
}

/** What one of them costs each process. */
export function cpu({ all, pair, clients }: Measured): string {
  const columns = pair.flatMap((subject) => clients.map((count) => ({ subject, count })));
  const names = [...new Set(all.flatMap((one) => [...one.cpuMsEach.keys()]))];
  if (names.length === 0) return 'CPU time is measured on Linux only.';
  const cell = (name: string, { subject, count }: (typeof columns)[number]) =>
    median(select(all, subject, count).map((one) => one.cpuMsEach.get(name) ?? 0));
  const rows = names.map((name) => [name, ...columns.map((column) => figure(cell(name, column)))]);
  const sums = columns.map((column) => figure(names.reduce((sum, name) => sum + cell(name, column), 0)));
  return table(['process', ...columns.map(({ subject, count }) => `${subject}, ${count}`)], [...rows, ['**together**', ...sums]]);
}

/** How many workflow tasks an order took, as far as it was looked at. */
export function workflowTasks({ all }: Measured): string {
  const counts = all.flatMap((one) => one.workflowTasks);
  if (counts.length === 0) return 'No order has ended, so there is no history to look into.';
  const single = counts.filter((count) => count === 1).length;
  return `Workflow tasks per order, from the histories of ${counts.length} orders: ${single} took one, the most was ${Math.max(...counts)}.`;
}

/** How the times until the end compare in the same round. */
export const latencyRatio = (measured: Measured, clients: number) => ratioOf(pairAt(measured, clients), medianFinalMs);
