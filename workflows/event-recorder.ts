import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { numbered, type OrderEvent, type OrderFact } from '../domain/events';
import type { OrderStatus } from '../domain/order';
import { ORDER_STAGE, ORDER_STATUS, type OrderStage } from './contract';

/** Records what happens to one order, and shows it while the workflow runs: its events, its stage, and the steps that fail. */
export interface EventRecorder {
  readonly events: () => readonly OrderEvent[];
  /** Adds a fact with the next number, at the workflow's time unless another is given. */
  readonly record: (fact: OrderFact, at?: string) => void;
  /** Replaces the recorded events by those of the order's settlement. */
  readonly replace: (events: readonly OrderEvent[]) => void;
  readonly stage: (stage: Exclude<OrderStage, 'stuck'>, status?: OrderStatus) => void;
  /** A step has failed a whole round of tries. The order is `stuck` until the step has recovered. */
  readonly stepFailing: (step: string, why: string) => void;
  readonly stepRecovered: (step: string) => void;
}

export function openEventRecorder(): EventRecorder {
  let events: readonly OrderEvent[] = [];
  let stage: OrderStage = 'checking';
  const failures = new Map<string, string>();

  const show = () => setCurrentDetails([asTable(events), ...[...failures].map(asWarning)].join('\n\n'));
  const showStage = () => upsertSearchAttributes([{ key: ORDER_STAGE, value: failures.size > 0 ? 'stuck' : stage }]);
  const replace = (others: readonly OrderEvent[]) => {
    events = others;
    show();
  };
  const changeFailures = (change: () => void) => {
    change();
    show();
    showStage();
  };
  return {
    events: () => events,
    record: (fact, at = new Date().toISOString()) => replace([...events, numbered(fact, events.length + 1, at)]),
    replace,
    stage: (next, status) => {
      stage = next;
      if (status === undefined) showStage();
      else upsertSearchAttributes([{ key: ORDER_STATUS, value: status }, { key: ORDER_STAGE, value: stage }]);
    },
    stepFailing: (step, why) => changeFailures(() => failures.set(step, why)),
    stepRecovered: (step) => changeFailures(() => failures.delete(step)),
  };
}

/** The events for the Web UI. Only types and times are shown, because text from clients must not be rendered as markdown. */
function asTable(events: readonly OrderEvent[]): string {
  const rows = events.map(({ sequence, type, at }) => `| ${sequence} | ${type} | ${at} |`);
  return ['| # | event | at |', '|---|---|---|', ...rows].join('\n');
}

function asWarning([step, why]: [string, string]): string {
  return `**${step} keeps failing:** ${why.replace(/[^\w .,:;-]/g, ' ').slice(0, 200)}`;
}
