import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { CheckAnswer, CheckName } from '../domain/checks';
import type { Resumption } from '../domain/events';
import type { Decision, Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { EventRecorder } from './event-recorder';

/** One hold of an order by one check. It stays known after its end, until the same check holds the order again. */
export interface CheckHold {
  readonly check: CheckName;
  readonly hold: Hold;
  isOpen: boolean;
  /** The decision of an operator about it, made while it was open. */
  decision: Decision | undefined;
}

/**
 * How a hold ends: the check answers, an operator decides about it, another check (or the ruling on one) or the limit refuses the order,
 * or the deadline passes.
 */
export type HoldEnd = { readonly answer: CheckAnswer } | { readonly decision: Decision } | 'refusal' | 'deadline';

/** The holds of one order. Each check has its own, and any number of them may be open at once. */
export interface Holds {
  /** The last hold of each check that has held the order. */
  readonly all: () => readonly CheckHold[];
  /** Holds the order for a check until one of the ends of `HoldEnd` occurs. `answered` waits for the check's answer or the deadline. */
  readonly wait: (check: CheckName, hold: Hold, answered: () => Promise<HoldEnd>) => Promise<HoldEnd>;
  /** Marks the order as refused and ends every hold, because no other answer can change the outcome. */
  readonly refuse: () => void;
  readonly isRefused: () => boolean;
  /** Whether the order waits: at least one check holds it, and it is not refused. */
  readonly isHeld: () => boolean;
}

export function openHolds(order: Order, recorder: EventRecorder, steps: Pick<Activities, 'showHold'>): Holds {
  const holds = new Map<CheckName, CheckHold>();
  let stage: 'checking' | 'held' = 'checking';
  let refused = false;
  let shown: CheckHold | undefined;
  let showing: CancellationScope | undefined;

  const open = () => [...holds.values()].filter(({ isOpen }) => isOpen);

  /** Shows operators one open hold of the order, the first in the map. When it ends, the next one is shown. */
  const showFirst = () => {
    const [first] = open();
    if (first === shown) return;
    showing?.cancel();
    shown = first;
    if (first === undefined) return;
    showing = new CancellationScope();
    showing.run(() => steps.showHold(order, first.hold)).catch(ignoreCancellation);
  };

  const showStage = () => {
    const current = open().length > 0 ? 'held' : 'checking';
    if (current !== stage) recorder.stage(current);
    stage = current;
  };

  const begin = (held: CheckHold) => {
    recorder.record({ type: 'order.held', data: { cause: held.hold.cause, until: held.hold.until } });
    holds.set(held.check, held);
    showStage();
    showFirst();
  };

  const untilEnd = async (held: CheckHold, answered: () => Promise<HoldEnd>) => {
    const waiting = new CancellationScope();
    const refusal = () => condition(() => refused).then(() => 'refusal' as const);
    try {
      return await waiting.run(() => Promise.race([answered(), decided(held), refusal()]));
    } finally {
      held.isOpen = false;
      showFirst();
      waiting.cancel();
    }
  };

  const resume = (end: HoldEnd) => {
    recorder.record({ type: 'order.resumed', data: resumptionBy(end) });
    showStage();
  };

  return {
    all: () => [...holds.values()],
    wait: async (check, hold, answered) => {
      const held: CheckHold = { check, hold, isOpen: true, decision: undefined };
      begin(held);
      const end = await untilEnd(held, answered);
      resume(end);
      return end;
    },
    refuse: () => (refused = true),
    isRefused: () => refused,
    isHeld: () => !refused && open().length > 0,
  };
}

async function decided(held: CheckHold): Promise<HoldEnd> {
  await condition(() => held.decision !== undefined);
  return { decision: held.decision as Decision };
}

function resumptionBy(end: HoldEnd): Resumption {
  if (typeof end === 'string') return { by: end };
  if ('answer' in end) return { by: 'answer' };
  const { by: operator, decision, note } = end.decision;
  return { by: 'operator', operator, decision, note };
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
