import type { Reconciled, RecoveredSpool } from '../../domain/maintenance-reports';
import { FINDINGS } from '../../domain/reconcile';
import type { Maintenance } from '../../ports/maintenance';
import { escaped } from '../runtime/escape';
import { type Command, type CommandContext, UsageError } from './command';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 24 * 366;

/** The command that compares what the stores say about the orders of the last hours, up to now, and repairs. */
export function reconcileCommand(create: (context: CommandContext) => Pick<Maintenance, 'reconcileOrders'>): Command {
  return {
    usage: '[--hours N]',
    summary: 'Compare what the stores say about the orders of the last N hours (1), and repair',
    async run(context, args) {
      const windowMs = hoursIn(args) * HOUR_MS;
      const did = await create(context).reconcileOrders({ windowMs, minAgeMs: 0 });
      reconcileLines(did).forEach(context.print);
      return did.reported.total === 0;
    },
  };
}

function hoursIn(args: readonly string[]): number {
  if (args.length === 0) return 1;
  const [option, text = ''] = args;
  const hours = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (option !== '--hours' || args.length > 2 || hours <= 0 || hours > MOST_HOURS) {
    throw new UsageError(`--hours takes a number up to ${MOST_HOURS}.`);
  }
  return hours;
}

function reconcileLines({ fromMs, toMs, looked, repaired, reported }: Reconciled): string[] {
  const { accepted, settled, logged, streamed, ledger } = repaired;
  const { total, orders } = reported;
  const named = orders.map(({ orderId, what }) => `  ${orderId}  ${what}  ${FINDINGS[what]}`);
  const unnamed = total > orders.length ? [`  and ${total - orders.length} more`] : [];
  return [
    `Orders from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}: looked at ${looked}.`,
    `Repaired: rows written ${accepted}, settled ${settled}, told to the log ${logged}, told to the stream ${streamed}, reservations ended ${ledger}.`,
    total === 0 ? 'Nothing is left to an operator.' : `Left to an operator: ${total}.`,
    ...named,
    ...unnamed,
  ];
}

/** The command that starts the orders in the spool without waiting for the schedule. */
export function recoverCommand(create: (context: CommandContext) => Pick<Maintenance, 'recoverSpool'>): Command {
  return {
    usage: '',
    summary: 'Start the orders that wait in the spool, at once',
    async run(context, args) {
      if (args.length > 0) throw new UsageError('recover takes nothing.');
      const did = await create(context).recoverSpool();
      recoverLines(did).forEach(context.print);
      return did.setAside.length === 0;
    },
  };
}

/** The names and reasons may have any text in them, as anything can be put into the spool. */
function recoverLines({ recovered, setAside, left }: RecoveredSpool): string[] {
  return [
    `Started: ${recovered}.`,
    setAside.length === 0 ? 'Nothing was set aside.' : `Set aside, because they could not be started: ${setAside.length}.`,
    ...setAside.map(({ name, why }) => `  ${escaped(name)}  ${escaped(why)}`),
    ...(left.length === 0 ? [] : [`Still in the spool, for the next run; the worker's log says why: ${left.length}.`]),
    ...left.map((name) => `  ${escaped(name)}`),
  ];
}
