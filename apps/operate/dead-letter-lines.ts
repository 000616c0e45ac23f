import { escaped, escapedBytes } from './escaped';
import type { DeadLetter, DeadLetterAnswer, DeadLetterResolution, ShownDeadLetter } from './ports';

const WIDEST = 60;

/** A line each, under a heading, and how many there are. */
export function listLines({ total, letters }: { readonly total: number; readonly letters: readonly DeadLetter[] }): string[] {
  if (total === 0) return ['No dead letters.'];
  const rows = letters.map(({ id, at, reason, eventId = '-', error }) => [id, at, reason, eventId, error].map(short).map(escaped));
  const table = [['ID', 'SINCE', 'REASON', 'EVENT', 'ERROR'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines, letters.length < total ? `The oldest ${letters.length} of ${total}.` : `${total} in all.`];
}

/** Everything about one. */
export function showLines({ id, at, reason, error, topic, eventId, key, value, headers, resolution }: ShownDeadLetter): string[] {
  const facts = { id, since: at, reason, error, topic: topic ?? '-', event: eventId ?? '-' };
  return [
    ...Object.entries(facts).map(([name, text]) => `${name.padEnd(8)} ${escaped(text)}`),
    ...(resolution ? [`dealt    ${howDealtWith(resolution)}`] : []),
    ...headers.map(([name, bytes]) => `header   ${escaped(name)}: ${escapedBytes(bytes)}`),
    `key      ${content(key)}`,
    `value    ${content(value)}`,
  ];
}

/** What became of a wish, in one line. */
export function answerLine(id: string, answer: DeadLetterAnswer): string {
  const name = escaped(id);
  switch (answer.answer) {
    case 'replayed':
      return `${name} is on the stream again.`;
    case 'discarded':
      return `${name} is discarded.`;
    case 'unknown':
      return `There is no dead letter ${name}.`;
    case 'dealt-with':
      return `${name} was dealt with before: ${howDealtWith(answer.earlier)}. Nothing was changed.`;
    case 'refused':
      return `${name} stays: ${escaped(answer.why)}.`;
  }
}

function howDealtWith({ resolution, reason, by, at }: DeadLetterResolution): string {
  return `${resolution} at ${escaped(at)} by ${escaped(by)}${reason === '' ? '' : ` (${escaped(reason)})`}`;
}

function content(bytes: Buffer | null): string {
  return bytes === null ? 'none' : `${bytes.length} bytes: ${escapedBytes(bytes)}`;
}

function short(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
