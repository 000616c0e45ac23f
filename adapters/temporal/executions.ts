import { type Client, type WorkflowExecutionDescription, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import type { Execution, Trouble } from '../../domain/execution';
import { type Order, ORDER_ID } from '../../domain/order';
import type { ExecutionFilter, Executions } from '../../ports/maintenance';
import { ORDER_STAGE, type OrderStage, PROCESS_ORDER, workflowIdOf } from '../../workflows/contract';
import { callTemporal } from './connection';

interface TemporalExecutionsOptions {
  readonly client: Client;
  /** The task queue of this system. */
  readonly taskQueue: string;
  /** How long one call may take. A list makes one call for each thousand. */
  readonly timeoutMs: number;
}

/** The most that the server lists in one answer unless it is configured otherwise. */
const PAGE = 1_000;

const HELD: OrderStage = 'held';

/** The workflows of orders on a Temporal server. */
export class TemporalExecutions implements Executions {
  constructor(private readonly options: TemporalExecutionsOptions) {}

  async list(filter: ExecutionFilter, atMost: number): Promise<Execution[]> {
    const { client, taskQueue, timeoutMs } = this.options;
    const query = `WorkflowType = '${PROCESS_ORDER}' AND TaskQueue = ${text(taskQueue)} AND ${conditionOf(filter)}`;
    return callTemporal(client, timeoutMs * Math.ceil(atMost / PAGE), async ({ workflow }) => {
      const found: Execution[] = [];
      for await (const info of workflow.list({ query, pageSize: Math.min(PAGE, atMost) })) {
        // A workflow with another kind of id was started by hand and belongs to no order.
        if (ORDER_ID.test(info.workflowId)) found.push(toExecution(info));
        if (found.length === atMost) break;
      }
      return found;
    });
  }

  async find(orderId: string): Promise<Execution | undefined> {
    const { client, timeoutMs } = this.options;
    try {
      const description = await callTemporal(client, timeoutMs, ({ workflow }) => workflow.getHandle(workflowIdOf(orderId)).describe());
      const execution = toExecution(description);
      const trouble = execution.state === 'RUNNING' && troubleOf(description);
      return trouble ? { ...execution, trouble } : execution;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }
}

/** The filter in the query language of the server's index. */
function conditionOf(filter: ExecutionFilter): string {
  switch (filter.kind) {
    case 'started':
      return `StartTime >= ${time(filter.window.fromMs)} AND StartTime < ${time(filter.window.toMs)}`;
    case 'broken-off':
      return `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled') AND CloseTime >= ${time(filter.sinceMs)}`;
    case 'open':
      return `ExecutionStatus = 'Running' AND StartTime < ${time(filter.startedBeforeMs)} AND ${ORDER_STAGE.name} != '${HELD}'`;
  }
}

function time(ms: number): string {
  return text(new Date(ms).toISOString());
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

type Described = WorkflowExecutionInfo | WorkflowExecutionDescription;

const STUCK: OrderStage = 'stuck';
const LONGEST_ERROR = 500;

/** A run, from what the server says about it. */
function toExecution(info: Described): Execution {
  const order = info.memo?.['order'] as Order | undefined;
  const run = { orderId: info.workflowId, runId: info.runId, ...(order && { order }) };
  const closedAt = (info.closeTime ?? info.startTime).toISOString();
  switch (info.status.name) {
    case 'COMPLETED':
      return { ...run, state: 'COMPLETED' };
    case 'TERMINATED':
    case 'FAILED':
    case 'TIMED_OUT':
      return { ...run, state: info.status.name, closedAt };
    case 'CANCELLED':
      return { ...run, state: 'CANCELED', closedAt };
    default:
      // Any other state means that it has not ended; in doubt, maintenance does not touch the order.
      return { ...run, state: 'RUNNING', isHeld: stageOf(info) === HELD };
  }
}

/** Why an open workflow makes no progress. When there are several reasons, the most specific one is returned. */
function troubleOf(description: WorkflowExecutionDescription): Trouble | undefined {
  const { pendingActivities, pendingWorkflowTask: task } = description.raw;
  if (task && (task.attempt ?? 1) > 1) return { kind: 'code' };
  const failing = (pendingActivities ?? []).filter(({ lastFailure }) => lastFailure);
  const [worst] = failing.sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0));
  if (worst) return { kind: 'step', failing: stepOf(worst) };
  if (stageOf(description) === STUCK) return { kind: 'step' };
  return task && !task.startedTime ? { kind: 'waiting' } : undefined;
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

function stepOf({ activityType, lastFailure }: PendingActivity): { step?: string; error?: string } {
  const error = [lastFailure?.message, lastFailure?.cause?.message].filter(Boolean).join(': ');
  return { ...(activityType?.name && { step: activityType.name }), ...(error && { error: error.slice(0, LONGEST_ERROR) }) };
}

function stageOf({ typedSearchAttributes }: Described): string | undefined {
  return typedSearchAttributes.get(ORDER_STAGE);
}
