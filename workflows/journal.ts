import { setCurrentDetails } from '@temporalio/workflow';
import { numbered, type OrderEvent, type OrderFact } from '../domain/events';

/** The workflow's own list of what happened to its order, until a settlement stands and is adopted. */
export interface Journal {
  readonly events: () => readonly OrderEvent[];
  /** Adds a fact with the next number, at the workflow's time unless another is given. */
  readonly note: (fact: OrderFact, at?: string) => void;
  readonly adopt: (events: readonly OrderEvent[]) => void;
}

export function openJournal(): Journal {
  let events: readonly OrderEvent[] = [];
  const adopt = (adopted: readonly OrderEvent[]) => {
    events = adopted;
    setCurrentDetails(asTable(events));
  };
  return {
    events: () => events,
    note: (fact, at = new Date().toISOString()) => adopt([...events, numbered(fact, events.length + 1, at)]),
    adopt,
  };
}

/** The list for the Web UI. It names types and times only: what a client wrote must not be rendered as markdown. */
function asTable(events: readonly OrderEvent[]): string {
  const rows = events.map(({ sequence, type, at }) => `| ${sequence} | ${type} | ${at} |`);
  return ['| # | event | at |', '|---|---|---|', ...rows].join('\n');
}
