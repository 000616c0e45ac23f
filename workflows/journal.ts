import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { numbered, type OrderEvent, type OrderFact } from '../domain/events';
import type { OrderStatus } from '../domain/order';
import { ORDER_STAGE, ORDER_STATUS, type OrderStage } from './contract';

/** What can be seen of an order while its workflow runs: its own list of events, its stage, and the steps in trouble. */
export interface Journal {
  readonly events: () => readonly OrderEvent[];
  /** Adds a fact with the next number, at the workflow's time unless another is given. */
  readonly note: (fact: OrderFact, at?: string) => void;
  /** Takes these events, of the settlement that stands, for the list. */
  readonly adopt: (events: readonly OrderEvent[]) => void;
  readonly stage: (stage: Exclude<OrderStage, 'stuck'>, status?: OrderStatus) => void;
  /** A step has failed a whole round of tries; the order is `stuck` until it is `going` again. */
  readonly failing: (step: string, why: string) => void;
  readonly going: (step: string) => void;
}

export function openJournal(): Journal {
  let events: readonly OrderEvent[] = [];
  let stage: OrderStage = 'checking';
  const troubles = new Map<string, string>();

  const show = () => setCurrentDetails([asTable(events), ...[...troubles].map(asWarning)].join('\n\n'));
  const showStage = () => upsertSearchAttributes([{ key: ORDER_STAGE, value: troubles.size > 0 ? 'stuck' : stage }]);
  const adopt = (adopted: readonly OrderEvent[]) => {
    events = adopted;
    show();
  };
  const inTrouble = (change: () => void) => {
    change();
    show();
    showStage();
  };
  return {
    events: () => events,
    note: (fact, at = new Date().toISOString()) => adopt([...events, numbered(fact, events.length + 1, at)]),
    adopt,
    stage: (now, status) => {
      stage = now;
      if (status === undefined) showStage();
      else upsertSearchAttributes([{ key: ORDER_STATUS, value: status }, { key: ORDER_STAGE, value: stage }]);
    },
    failing: (step, why) => inTrouble(() => troubles.set(step, why)),
    going: (step) => inTrouble(() => troubles.delete(step)),
  };
}

/** The list for the Web UI. It names types and times only: what a client wrote must not be rendered as markdown. */
function asTable(events: readonly OrderEvent[]): string {
  const rows = events.map(({ sequence, type, at }) => `| ${sequence} | ${type} | ${at} |`);
  return ['| # | event | at |', '|---|---|---|', ...rows].join('\n');
}

function asWarning([step, why]: [string, string]): string {
  return `**${step} keeps failing:** ${why.replace(/[^\w .,:;-]/g, ' ').slice(0, 200)}`;
}
