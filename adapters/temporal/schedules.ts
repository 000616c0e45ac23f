import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { callTemporal } from './connection';

/** A workflow that runs at a fixed interval. */
export interface Schedule {
  /** Also the prefix of the ids of its runs. */
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

/** After an outage, a missed run is started only if it is at most this late. The server accepts no smaller value. */
const CATCH_UP_MS = 10_000;

/** The schedules on a Temporal server. Every call throws `Unavailable` when the server cannot answer in time. */
export class TemporalSchedules {
  constructor(private readonly options: TemporalSchedulesOptions) {}

  /**
   * Creates the schedule, or updates it to this description. A schedule that an operator has paused stays paused. Can be repeated, and
   * called by several processes at once. No run is started while another one goes on.
   */
  async ensure({ id, workflowType, everyMs, args = [] }: Schedule): Promise<void> {
    const described = {
      spec: { intervals: [{ every: everyMs }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: CATCH_UP_MS },
      action: { type: 'startWorkflow', workflowType, args: [...args], taskQueue: this.options.taskQueue, workflowId: id },
    } satisfies Omit<ScheduleOptions, 'scheduleId'>;
    await this.#call(async ({ schedule }) => {
      try {
        await schedule.create({ scheduleId: id, ...described });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await schedule.getHandle(id).update(({ state }) => ({ ...described, state }));
      }
    });
  }

  /** Starts the scheduled workflow at once, or as soon as the current run has ended. False when there is no such schedule. */
  async trigger(id: string): Promise<boolean> {
    return this.#call(async ({ schedule }) => {
      try {
        await schedule.getHandle(id).trigger(ScheduleOverlapPolicy.BUFFER_ONE);
        return true;
      } catch (error) {
        if (error instanceof ScheduleNotFoundError) return false;
        throw error;
      }
    });
  }

  #call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return callTemporal(this.options.client, this.options.timeoutMs, work);
  }
}
