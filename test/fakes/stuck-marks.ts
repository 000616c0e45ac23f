import type { Stuck } from '../../domain/stuck';
import type { Resolution, StuckMarks } from '../../ports/stuck-orders';
import { Faults } from './faults';

interface Mark {
  readonly stuck: Stuck;
  readonly seenAt: Date;
  readonly resolution?: Resolution;
}

/** The marks on stuck orders, in memory, for tests. */
export class MemoryStuckMarks implements StuckMarks {
  readonly name = 'postgres';
  readonly faults = new Faults('postgres');
  readonly #marks = new Map<string, Mark>();

  unresolved(atMost: number): Promise<Stuck[]> {
    return this.faults.around(() => {
      const unresolved = [...this.#marks.values()].filter(({ resolution }) => !resolution).map(({ stuck }) => stuck);
      return unresolved.sort((a, b) => (`${a.since} ${a.orderId}` < `${b.since} ${b.orderId}` ? -1 : 1)).slice(0, atMost);
    });
  }

  resolvedOf(runIds: readonly string[]): Promise<Set<string>> {
    return this.faults.around(() => {
      const resolved = [...this.#marks.values()].filter(({ resolution }) => resolution).map(({ stuck }) => stuck.runId);
      return new Set(resolved.filter((runId) => runIds.includes(runId)));
    });
  }

  mark(found: readonly Stuck[], seenAt: Date): Promise<void> {
    return this.faults.around(() => {
      for (const stuck of found) {
        const before = this.#marks.get(keyOf(stuck));
        if (before?.resolution) continue;
        const kept = before?.stuck.cause === stuck.cause ? before.stuck : {};
        this.#marks.set(keyOf(stuck), { stuck: { ...kept, ...stuck }, seenAt });
      }
    });
  }

  clear(marks: readonly Stuck[], seenAt: Date): Promise<void> {
    return this.faults.around(() => {
      for (const key of marks.map(keyOf)) {
        const mark = this.#marks.get(key);
        if (mark && !mark.resolution && mark.seenAt <= seenAt) this.#marks.delete(key);
      }
    });
  }

  resolve(stuck: Stuck, resolution: Resolution, at: Date): Promise<void> {
    return this.faults.around(() => {
      const mark = this.#marks.get(keyOf(stuck)) ?? { stuck, seenAt: at };
      this.#marks.set(keyOf(stuck), { resolution, ...mark });
    });
  }

  /** How the mark on this run was resolved, if it was. */
  resolutionOf(runId: string): Resolution | undefined {
    return [...this.#marks.values()].find(({ stuck }) => stuck.runId === runId)?.resolution;
  }
}

function keyOf({ orderId, runId }: Stuck): string {
  return `${orderId} ${runId}`;
}
