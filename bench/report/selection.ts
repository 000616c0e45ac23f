import type { Measurement } from '../measure';
import { percentile, spreadOf, type Spread } from '../statistics';
import { figure } from './table';

type Value = (measurement: Measurement) => number;

/** The measurements of one subject under one number of clients, one per round. */
export function select(all: readonly Measurement[], subject: string, clients: number): Measurement[] {
  return all.filter((one) => one.subject === subject && one.clients === clients);
}

/** How the second subject compares with the first in the same round, over the rounds. */
export function ratioOf(pair: readonly [readonly Measurement[], readonly Measurement[]], value: Value): Spread {
  const [first, second] = pair;
  return spreadOf(second.flatMap((one, round) => (first[round] ? [value(one) / value(first[round])] : [])));
}

export const perSecond: Value = (measurement) => measurement.perSecond;
export const medianFinalMs: Value = ({ samples }) => percentile(samples.map(({ finalMs }) => finalMs), 0.5);

/** `0.71 (0.68–0.75)`: the median over the rounds and its spread. */
export function spreadText({ median, min, max }: Spread): string {
  return `${figure(median)} (${figure(min)}–${figure(max)})`;
}
