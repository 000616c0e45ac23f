import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Executions, Which } from '../activities/reconcile-ports';
import type { Execution } from '../domain/execution';
import { ORDER_ID } from '../domain/order-id';
import { ORDER_STAGE, PROCESS_ORDER, workflowIdOf, type OrderStage } from '../workflows/contract';
import { callTemporal } from './ask-temporal';
import { toExecution, troubleOf } from './executions-temporal-description';

export interface TemporalExecutionsOptions {
  readonly client: Client;
  /** That of this system. */
  readonly taskQueue: string;
  /** How long one call may take; a list takes a call for each thousand. */
  readonly timeoutMs: number;
}

/** The most that the server lists in one answer unless it is configured otherwise. */
const PAGE = 1_000;

const HELD: OrderStage = 'held';

/** The workflows of orders on a Temporal server. */
export class TemporalExecutions implements Executions {
  constructor(private readonly options: TemporalExecutionsOptions) {}

  async list(which: Which, atMost: number): Promise<Execution[]> {
    const { client, taskQueue, timeoutMs } = this.options;
    const query = `WorkflowType = '${PROCESS_ORDER}' AND TaskQueue = ${text(taskQueue)} AND ${conditionOf(which)}`;
    return callTemporal(client, timeoutMs * Math.ceil(atMost / PAGE), async ({ workflow }) => {
      const found: Execution[] = [];
      for await (const info of workflow.list({ query, pageSize: Math.min(PAGE, atMost) })) {
        // Workflows that someone started by hand under other names are nobody's order.
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

/** As the server's index understands it. */
function conditionOf(which: Which): string {
  switch (which.kind) {
    case 'started':
      return `StartTime >= ${time(which.window.fromMs)} AND StartTime < ${time(which.window.toMs)}`;
    case 'broken-off':
      return `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled') AND CloseTime >= ${time(which.sinceMs)}`;
    case 'open':
      return `ExecutionStatus = 'Running' AND StartTime < ${time(which.startedBeforeMs)} AND ${ORDER_STAGE.name} != '${HELD}'`;
  }
}

function time(ms: number): string {
  return text(new Date(ms).toISOString());
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
