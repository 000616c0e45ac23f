import type { WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import type { Execution, Trouble } from '../domain/execution';
import type { Order } from '../domain/order';
import { ORDER_STAGE, type OrderStage } from '../workflows/contract';

type Shown = WorkflowExecutionInfo | WorkflowExecutionDescription;

const HELD: OrderStage = 'held';
const STUCK: OrderStage = 'stuck';
const LONGEST_ERROR = 500;

/** A run as the server shows it. */
export function toExecution(info: Shown): Execution {
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
      // What has not ended goes on, whatever a server calls it: in doubt the order is left alone.
      return { ...run, state: 'RUNNING', isHeld: stageOf(info) === HELD };
  }
}

/** What keeps an open workflow from going on, the most specific first. */
export function troubleOf(description: WorkflowExecutionDescription): Trouble | undefined {
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

function stageOf({ typedSearchAttributes }: Shown): string | undefined {
  return typedSearchAttributes.get(ORDER_STAGE);
}
