import { type Execution, isBrokenOff, type Trouble } from '../../domain/execution';
import type { ExecutionFilter, Executions } from '../../ports/maintenance';
import { Faults } from './faults';

interface Run {
  readonly execution: Execution;
  readonly startedAt: string;
}

/** The workflows of orders in memory, for tests, which set their states. */
export class MemoryExecutions implements Executions {
  readonly name = 'temporal';
  readonly faults = new Faults('temporal');
  readonly #runs = new Map<string, Run>();

  list(filter: ExecutionFilter, atMost: number): Promise<Execution[]> {
    return this.faults.around(() => {
      const found = [...this.#runs.values()].filter((run) => matches(filter, run)).slice(0, atMost);
      return found.map(({ execution }) => withoutTrouble(execution));
    });
  }

  find(orderId: string): Promise<Execution | undefined> {
    return this.faults.around(() => {
      const runs = [...this.#runs.values()].filter(({ execution }) => execution.orderId === orderId);
      return structuredClone(runs.at(-1)?.execution);
    });
  }

  /** Sets the state of a run. A new run becomes the latest of its order; a known run stays in its place. */
  set(execution: Execution, startedAt: string): void {
    this.#runs.set(execution.runId, { execution, startedAt });
  }

  /** Removes all runs of the order, as the server does after its retention. */
  forget(orderId: string): void {
    for (const [runId, { execution }] of this.#runs) if (execution.orderId === orderId) this.#runs.delete(runId);
  }
}

function matches(filter: ExecutionFilter, { execution, startedAt }: Run): boolean {
  const startedMs = Date.parse(startedAt);
  switch (filter.kind) {
    case 'started':
      return startedMs >= filter.window.fromMs && startedMs < filter.window.toMs;
    case 'broken-off':
      return isBrokenOff(execution) && Date.parse(execution.closedAt) >= filter.sinceMs;
    case 'open':
      return execution.state === 'RUNNING' && !execution.isHeld && startedMs < filter.startedBeforeMs;
  }
}

function withoutTrouble(execution: Execution): Execution {
  const known = structuredClone(execution) as Execution & { trouble?: Trouble };
  delete known.trouble;
  return known;
}
