import type { DeadLetter, DeadLetterAnswer, DeadLetterResolution, DeadLetters, ShownDeadLetter } from '../../ports/dead-letters';
import { escaped, escapedBytes } from '../runtime/escape';
import { type Command, type CommandContext, operatorName, UsageError } from './command';

/** The most that are listed. The rest is shown when these are resolved. */
const MOST_LISTED = 100;

/** The command for records that could not be published to the stream, or read from it. */
export function deadLetterCommand(create: (context: CommandContext) => DeadLetters): Command {
  return {
    usage: 'list | show ID | replay ID | replay --all | discard ID REASON',
    summary: 'What could not be published, or not be read by a consumer',
    run: (context, [action = '', ...args]) => {
      const actions: Readonly<Record<string, Action>> = { list, show, replay, discard };
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (act === undefined) throw new UsageError('list, show, replay or discard?');
      return act(create(context), context.print, args);
    },
  };
}

type Action = (letters: DeadLetters, print: (line: string) => void, args: readonly string[]) => Promise<boolean>;

const list: Action = async (letters, print, args) => {
  if (args.length > 0) throw new UsageError('list takes nothing.');
  listLines(await letters.list(MOST_LISTED)).forEach(print);
  return true;
};

const show: Action = async (letters, print, [id, ...rest]) => {
  if (id === undefined || rest.length > 0) throw new UsageError('Which one? list has their ids.');
  const letter = await letters.show(id);
  (letter ? showLines(letter) : [answerLine(id, { answer: 'unknown' })]).forEach(print);
  return letter !== undefined;
};

const replay: Action = async (letters, print, [which, ...rest]) => {
  if (which === undefined || rest.length > 0) throw new UsageError('Which one? An id of the list, or --all.');
  const ids = which === '--all' ? (await letters.list(Number.POSITIVE_INFINITY)).letters.map(({ id }) => id) : [which];
  if (ids.length === 0) print('No dead letters.');
  const answers = [...(await letters.replay(ids, operatorName()))];
  for (const [id, answer] of answers) print(answerLine(id, answer));
  return answers.every(([, { answer }]) => answer === 'replayed');
};

const discard: Action = async (letters, print, [id, ...words]) => {
  const reason = words.join(' ').trim();
  if (id === undefined || reason === '') throw new UsageError('Which one, and why?');
  const answer = await letters.discard(id, reason, operatorName());
  print(answerLine(id, answer));
  return answer.answer === 'discarded';
};

const WIDEST = 60;

/** A heading, a line for each dead letter, and how many there are. */
function listLines({ total, letters }: { readonly total: number; readonly letters: readonly DeadLetter[] }): string[] {
  if (total === 0) return ['No dead letters.'];
  const rows = letters.map(({ id, at, reason, eventId = '-', error }) => [id, at, reason, eventId, error].map(short).map(escaped));
  const table = [['ID', 'SINCE', 'REASON', 'EVENT', 'ERROR'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return [...lines, letters.length < total ? `The oldest ${letters.length} of ${total}.` : `${total} in all.`];
}

/** Everything about one dead letter. */
function showLines({ id, at, reason, error, topic, eventId, key, value, headers, resolution }: ShownDeadLetter): string[] {
  const facts = { id, since: at, reason, error, topic: topic ?? '-', event: eventId ?? '-' };
  return [
    ...Object.entries(facts).map(([name, text]) => `${name.padEnd(8)} ${escaped(text)}`),
    ...(resolution ? [`dealt    ${resolutionText(resolution)}`] : []),
    ...headers.map(([name, bytes]) => `header   ${escaped(name)}: ${escapedBytes(bytes)}`),
    `key      ${content(key)}`,
    `value    ${content(value)}`,
  ];
}

/** The result of a replay or a discard, in one line. */
function answerLine(id: string, answer: DeadLetterAnswer): string {
  const name = escaped(id);
  switch (answer.answer) {
    case 'replayed':
      return `${name} is on the stream again.`;
    case 'discarded':
      return `${name} is discarded.`;
    case 'unknown':
      return `There is no dead letter ${name}.`;
    case 'dealt-with':
      return `${name} was dealt with before: ${resolutionText(answer.earlier)}. Nothing was changed.`;
    case 'refused':
      return `${name} stays: ${escaped(answer.why)}.`;
  }
}

function resolutionText({ resolution, reason, by, at }: DeadLetterResolution): string {
  return `${resolution} at ${escaped(at)} by ${escaped(by)}${reason === '' ? '' : ` (${escaped(reason)})`}`;
}

function content(bytes: Buffer | null): string {
  return bytes === null ? 'none' : `${bytes.length} bytes: ${escapedBytes(bytes)}`;
}

function short(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
