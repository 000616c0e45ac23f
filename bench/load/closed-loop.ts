import { setTimeout as pause } from 'node:timers/promises';

/** What one client saw of one order or workflow. */
export interface Sample {
  readonly id: string;
  /** From its beginning until it was accepted: the answer to the POST, or to the start of the workflow. */
  readonly acceptedMs: number;
  /** From its beginning until its end was seen. */
  readonly finalMs: number;
  /** How often its status was asked for. */
  readonly looks: number;
}

/** Does one order or workflow from its beginning to its end; throws when it does not end well. */
export type Load = () => Promise<Sample>;

export interface LoopResult {
  /** How many ended in each second while all clients were at work. */
  readonly perSecond: number;
  readonly samples: readonly Sample[];
  readonly failures: readonly unknown[];
}

const afterFailureMs = 100;

/** So many clients do one after the other for so long. What is under way when the time is over is waited for. */
export async function closedLoop(load: Load, { clients, seconds }: { clients: number; seconds: number }): Promise<LoopResult> {
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  const deadline = performance.now() + seconds * 1000;
  let inTime = 0;

  async function client(): Promise<void> {
    while (performance.now() < deadline) {
      try {
        samples.push(await load());
        if (performance.now() <= deadline) inTime += 1;
      } catch (error) {
        failures.push(error);
        await pause(afterFailureMs);
      }
    }
  }

  await Promise.all(Array.from({ length: clients }, client));
  return { perSecond: inTime / seconds, samples, failures };
}
