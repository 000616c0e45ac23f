import { FINDINGS } from '../../domain/reconcile';
import type { Reconciled } from '../../domain/reconcile-report';
import { UsageError, type Command, type CommandContext } from './command';
import type { Maintenance } from './ports';

const HOUR_MS = 3_600_000;
const MOST_HOURS = 24 * 366;

/** The command that compares what the stores say about the orders of the last hours, up to now, and repairs. */
export function reconcileCommand(open: (context: CommandContext) => Pick<Maintenance, 'reconcileOrders'>): Command {
  return {
    usage: '[--hours N]',
    summary: 'Compare what the stores say about the orders of the last N hours (1), and repair',
    async run(context, args) {
      const windowMs = hoursIn(args) * HOUR_MS;
      const did = await open(context).reconcileOrders({ windowMs, minAgeMs: 0 });
      linesOf(did).forEach(context.print);
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

function linesOf({ fromMs, toMs, looked, repaired, reported }: Reconciled): string[] {
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
