import { type Execution, isBrokenOff, type Trouble } from '../../domain/execution';
import type { Executions, ExecutionFilter } from '../../ports/workflows';
import { Faults } from './faults';

interface Run {
  readonly execution: Execution;
  readonly startedAt: string;
}

/** The workflows of orders in memory, for tests, which say how they are. */
export class MemoryExecutions implements Executions {
  readonly name = 'temporal';
  readonly faults = new Faults('temporal');
  readonly #runs = new Map<string, Run>();

  list(which: ExecutionFilter, atMost: number): Promise<Execution[]> {
    return this.faults.around(() => {
      const found = [...this.#runs.values()].filter((run) => isOf(which, run)).slice(0, atMost);
      return found.map(({ execution }) => withoutTrouble(execution));
    });
  }

  find(orderId: string): Promise<Execution | undefined> {
    return this.faults.around(() => {
      const runs = [...this.#runs.values()].filter(({ execution }) => execution.orderId === orderId);
      return structuredClone(runs.at(-1)?.execution);
    });
  }

  /** A run is like this now. A new one is the latest of its order; a known one stays in its place. */
  set(execution: Execution, startedAt: string): void {
    this.#runs.set(execution.runId, { execution, startedAt });
  }

  /** The server has forgotten the order. */
  forget(orderId: string): void {
    for (const [runId, { execution }] of this.#runs) if (execution.orderId === orderId) this.#runs.delete(runId);
  }
}

function isOf(which: ExecutionFilter, { execution, startedAt }: Run): boolean {
  const startedMs = Date.parse(startedAt);
  switch (which.kind) {
    case 'started':
      return startedMs >= which.window.fromMs && startedMs < which.window.toMs;
    case 'broken-off':
      return isBrokenOff(execution) && Date.parse(execution.closedAt) >= which.sinceMs;
    case 'open':
      return execution.state === 'RUNNING' && !execution.isHeld && startedMs < which.startedBeforeMs;
  }
}

function withoutTrouble(execution: Execution): Execution {
  const known = structuredClone(execution) as Execution & { trouble?: Trouble };
  delete known.trouble;
  return known;
}
