import type { OrderEvent } from '../../domain/events';
import { publishedEvents, type Settlement } from '../../domain/settlement';
import type { Expected } from './checked';
import type { OrderFacts } from './facts';

/** What is wrong with an order, judged by what its parts say of it; empty when it is whole. */
export function problemsOf({ id, rows, executions, reservation, log, stream }: OrderFacts, { terminated = false }: Expected = {}): string[] {
  const problems: string[] = [];
  const must = (holds: boolean, problem: string) => void (holds || problems.push(`${id}: ${problem}`));

  const [row] = rows;
  const [execution, ...earlier] = executions;
  must(rows.length === 1, `${rows.length} rows in Postgres`);
  const starts = new Set(executions.map(({ firstRunId }) => firstRunId));
  must(starts.size === 1, `its workflow was started ${starts.size} times`);
  must(earlier.every(({ status }) => status !== 'RUNNING'), 'an earlier execution still runs');
  if (!row || !execution) return problems;

  must(execution.status === (terminated ? 'TERMINATED' : 'COMPLETED'), `its workflow is ${execution.status}`);
  must(row.status === 'APPROVED' || row.status === 'CANCELED', `its row is ${row.status}`);
  const outcome = JSON.stringify({ status: row.status, ...(row.reason !== null && { reason: row.reason }) });
  must(terminated || execution.result === outcome, `Postgres says ${outcome} and the workflow ${execution.result}`);

  const toTell = toTellOf(row);
  must(sameList(log, toTell), 'the log differs from the settlement');
  must(sameList(firstOccurrences(stream), toTell), 'the stream, without repetitions, differs from the settlement');
  must(repetitionsAreEqual(stream), 'the stream repeats an id with another content');

  const events = log.map((event) => JSON.parse(event) as OrderEvent);
  must(events.every(({ sequence }, index) => sequence === index + 1), 'its sequences have a gap, a double or a disorder');
  const ends = events.filter(({ type }) => type === 'order.approved' || type === 'order.canceled');
  must(ends.length === 1, `${ends.length} outcome events`);
  must(ends[0]?.type === `order.${row.status.toLowerCase()}`, `the outcome event is ${ends[0]?.type}, the row ${row.status}`);
  const owed = row.status === 'APPROVED' ? 'confirmed' : 'released';
  must(reservation === owed, `it is ${row.status}, and its reservation ${reservation ?? 'absent'}`);
  return problems;
}

function toTellOf({ status, reason, events }: OrderFacts['rows'][number]): string[] {
  const settlement = { status, reason, events: JSON.parse(events) as unknown } as Settlement;
  return publishedEvents(settlement).map((event) => JSON.stringify(event));
}

function firstOccurrences(stream: OrderFacts['stream']): string[] {
  const first = new Map<string, string>();
  for (const { id, event } of stream) if (!first.has(id)) first.set(id, event);
  return [...first.values()];
}

function repetitionsAreEqual(stream: OrderFacts['stream']): boolean {
  const first = new Map<string, string>();
  return stream.every(({ id, event }) => (first.get(id) ?? (first.set(id, event), event)) === event);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
