import type { RecoveredSpool } from '../../domain/recovered-spool';
import { UsageError, type Command, type CommandContext } from './command';
import { escaped } from './escaped';
import type { Maintenance } from './ports';

/** The command that starts the orders in the spool without waiting for the schedule. */
export function recoverCommand(open: (context: CommandContext) => Pick<Maintenance, 'recoverSpool'>): Command {
  return {
    usage: '',
    summary: 'Start the orders that wait in the spool, at once',
    async run(context, args) {
      if (args.length > 0) throw new UsageError('recover takes nothing.');
      const did = await open(context).recoverSpool();
      linesOf(did).forEach(context.print);
      return did.setAside.length === 0;
    },
  };
}

/** The names and reasons come from whoever has put something into the spool. */
function linesOf({ recovered, setAside, left }: RecoveredSpool): string[] {
  return [
    `Started: ${recovered}.`,
    setAside.length === 0 ? 'Nothing was set aside.' : `Set aside, because they could not be started: ${setAside.length}.`,
    ...setAside.map(({ name, why }) => `  ${escaped(name)}  ${escaped(why)}`),
    ...(left.length === 0 ? [] : [`Still in the spool, for the next run; the worker's log says why: ${left.length}.`]),
    ...left.map((name) => `  ${escaped(name)}`),
  ];
}
