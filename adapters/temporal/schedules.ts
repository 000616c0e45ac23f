import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { callTemporal } from './connection';

/** A workflow that is run again and again. */
export interface Schedule {
  /** Also what the ids of its runs begin with. */
  readonly id: string;
  readonly workflowType: string;
  readonly everyMs: number;
  readonly args?: readonly unknown[];
}

interface TemporalSchedulesOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
}

/** Runs that a server was away for are made up for when they are not older; it takes no less than this. */
const CATCH_UP_MS = 10_000;

/** The schedules on a Temporal server. Every call throws `Unavailable` when that cannot answer in time. */
export class TemporalSchedules {
  constructor(private readonly options: TemporalSchedulesOptions) {}

  /**
   * Makes the schedule be as described; one that an operator has paused stays paused. Can be repeated, and done by several
   * processes at once. No run is started while another one goes on.
   */
  async ensure({ id, workflowType, everyMs, args = [] }: Schedule): Promise<void> {
    const described = {
      spec: { intervals: [{ every: everyMs }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP_MS },
      action: { type: 'startWorkflow', workflowType, args: [...args], taskQueue: this.options.taskQueue, workflowId: id },
    } satisfies Omit<ScheduleOptions, 'scheduleId'>;
    await this.#ask(async ({ schedule }) => {
      try {
        await schedule.create({ scheduleId: id, ...described });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await schedule.getHandle(id).update(({ state }) => ({ ...described, state }));
      }
    });
  }

  /** Has the scheduled workflow run at once, or as soon as the run that goes on has ended. False when there is no such schedule. */
  async trigger(id: string): Promise<boolean> {
    return this.#ask(async ({ schedule }) => {
      try {
        await schedule.getHandle(id).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
        return true;
      } catch (error) {
        if (error instanceof ScheduleNotFoundError) return false;
        throw error;
      }
    });
  }

  #ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return callTemporal(this.options.client, this.options.timeoutMs, work);
  }
}
