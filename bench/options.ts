import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** How long each measurement takes. */
  readonly seconds: number;
  /** Numbers of clients that are at work at the same time. */
  readonly clients: readonly number[];
  /** Whether the result goes into `docs/performance.md` too. */
  readonly write: boolean;
  /** A commit to compare the working tree with, instead of comparing orders with the bare workflow. */
  readonly against: string | undefined;
}

const usage = `usage: node --import tsx bench/run.ts [--rounds 3] [--seconds 8] [--clients 1,8,32] [--write]
       node --import tsx bench/run.ts --against COMMIT [--rounds 5] [--seconds 8] [--clients 1,8,32]`;

/** Reads the command line; throws what is wrong with it. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parsed(args);
  if (values.write && values.against !== undefined) throw new Error(`--write does not go with --against\n${usage}`);
  return {
    rounds: positive('--rounds', values.rounds ?? (values.against === undefined ? '3' : '5')),
    seconds: positive('--seconds', values.seconds),
    clients: values.clients.split(',').map((text) => positive('--clients', text)),
    write: values.write,
    against: values.against,
  };
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string', default: '8' },
      clients: { type: 'string', default: '1,8,32' },
      write: { type: 'boolean', default: false },
      against: { type: 'string' },
    },
  });
}

function positive(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${name} takes whole numbers from 1, not ${text}\n${usage}`);
  return Number(text);
}
