import { builtApplications } from '../build/applications';
import { environment } from '../environment';
import { lock } from '../lock';
import { outside, slotFrom, type Variables } from '../outside';
import type { Part } from '../part';
import { lockPortOf, type Slot } from '../slot';
import { partsFor } from '../stack';
import { foreground, onInterrupt, operate } from './foreground';
import { logs, status } from './inspect';
import { remove, stop, up } from './up-and-down';

interface Subject {
  readonly slot: Slot;
  readonly variables: Variables;
  /** Also what is started only on request, so that it is stopped with the rest. */
  readonly all: readonly Part[];
  readonly usual: readonly Part[];
  readonly infrastructure: readonly Part[];
  readonly applications: readonly Part[];
}

type Command = (subject: Subject, args: readonly string[]) => Promise<boolean | void>;

/** Commands that only look; several may run at once. */
const looking: Record<string, Command> = {
  status: ({ slot, usual }) => status(slot, usual),
  'setup-logs': ({ slot, infrastructure, variables }) => logs(slot, infrastructure, variables['FOLLOW'] !== '0'),
  'server-logs': ({ slot, applications, variables }) => logs(slot, applications, variables['FOLLOW'] !== '0'),
  async env({ slot, variables }) {
    for (const [name, value] of Object.entries(environment(slot, variables))) console.log(`${name}=${value}`);
  },
  operate: ({ slot, variables }, args) => operate(slot, variables, args),
  consumer: ({ slot, variables }) => foreground(slot, variables, 'examples/consumer'),
};

/** Commands that change what runs; one at a time in a slot. */
const changing: Record<string, Command> = {
  setup: ({ slot, infrastructure }) => up(slot, infrastructure),
  server: ({ slot, usual }) => up(slot, usual),
  async 'server-restart'({ slot, usual, applications }) {
    await builtApplications(console.log);
    await stop(slot, applications);
    return up(slot, usual);
  },
  'server-down': ({ slot, applications }) => stop(slot, applications),
  'setup-down': ({ slot, all }) => stop(slot, all),
  down: ({ slot, all }) => remove(slot, all),
};

/** Does what one command line asks for. True when it came out well. */
export async function run(name: string, args: readonly string[] = []): Promise<boolean> {
  const command = looking[name] ?? changing[name];
  if (!command) throw new Error(`usage: cli.ts ${[...Object.keys(changing), ...Object.keys(looking)].join(' | ')}`);
  const subject = subjectOf(outside());
  if (command === changing[name]) {
    onInterrupt(subject.slot, subject.all);
    await lock(lockPortOf(subject.slot.number), (holder) => console.log(`${holder} is changing this stack; waiting until it is done`));
  }
  return (await command(subject, args)) ?? true;
}

function subjectOf(variables: Variables): Subject {
  const slot = slotFrom(variables);
  const all = partsFor(slot, { outside: variables });
  const of = (group: Part['group']) => all.filter((part) => part.group === group);
  const [infrastructure, applications] = [of('infrastructure'), of('application')];
  return { slot, variables, all, usual: [...infrastructure, ...applications], infrastructure, applications };
}
