import { UsageError, type Command, type CommandContext } from './command';
import { answerLine, listLines, showLines } from './dead-letter-lines';
import { operatorName } from './operator-name';
import type { DeadLetters } from './ports';

/** So many are listed; who wants to see more deals with these first. */
const MOST_LISTED = 100;

/** The command for what came to nothing on its way to or from the stream. */
export function deadLetterCommand(open: (context: CommandContext) => DeadLetters): Command {
  return {
    usage: 'list | show ID | replay ID | replay --all | discard ID REASON',
    summary: 'What could not be published, or not be read by a consumer',
    run: (context, [action = '', ...args]) => {
      const actions: Readonly<Record<string, Action>> = { list, show, replay, discard };
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (act === undefined) throw new UsageError('list, show, replay or discard?');
      return act(open(context), context.print, args);
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
