import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { OrderEvent } from '../../domain/events';
import type { Decision } from '../../domain/holds';
import type { Order, OrderState, Outcome } from '../../domain/order';
import { Unavailable } from '../../ports/unavailable';
import type { CancelAnswer, DecisionAnswer, OrderWorkflows } from '../../ports/workflows';
import * as contract from '../../workflows/contract';
import { callTemporal } from './connection';
import { requestCancel, sendDecision } from './order-updates';

interface TemporalWorkflowsOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one call may take in all, including the client's own retries. */
  readonly timeoutMs: number;
}

/** gRPC's code NOT_FOUND. */
const NOT_FOUND = 5;
/**
 * gRPC's codes for a missing worker. FAILED_PRECONDITION: no worker is there to answer a query, or the worker of an update is gone.
 * CANCELLED: the server stopped waiting for a worker just before this client did.
 */
const NO_WORKER: readonly (number | undefined)[] = [9, 1];

/**
 * How many times longer than an ordinary call it may take to end a workflow or to answer a `retry`: both wait for a worker, which may
 * be busy.
 */
const WORK_TIMEOUT_FACTOR = 5;

/** The longest wait for the end of a workflow. A signal can end it earlier, but the client does not notice that while it pauses between tries. */
const LONGEST_WAIT_MS = 15_000;

/** The order workflows on a Temporal server. */
export class TemporalWorkflows implements OrderWorkflows {
  readonly #options: TemporalWorkflowsOptions;

  constructor(options: TemporalWorkflowsOptions) {
    this.#options = options;
  }

  async start(order: Order): Promise<Order> {
    try {
      await this.#call((client) =>
        client.workflow.start(contract.PROCESS_ORDER, {
          args: [order],
          taskQueue: this.#options.taskQueue,
          workflowId: contract.workflowIdOf(order.id),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
          // The memo answers reads without a worker; the summary is rendered as markdown, so no client text in it.
          memo: { order },
          staticSummary: `${order.value} by ${order.method} in ${order.installment}`,
          typedSearchAttributes: [
            { key: contract.USER_ID, value: order.userId },
            { key: contract.ORDER_STATUS, value: 'PROCESSING' },
            { key: contract.ORDER_STAGE, value: 'checking' satisfies contract.OrderStage },
          ],
        }),
      );
      return order;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      const started = await this.#orderOf(order.id);
      // The workflow was removed between the two calls, so a later start will succeed.
      if (started === undefined) throw new Unavailable('temporal', { cause: error });
      return started;
    }
  }

  async find(orderId: string): Promise<OrderState | undefined> {
    const found = await this.#onWorkflow(orderId, (handle) => handle.describe());
    const order = found && orderIn(found);
    if (!found || !order) return undefined;
    const outcome = await this.#outcome(orderId, found.status.name, found.typedSearchAttributes.get(contract.ORDER_STATUS));
    return { ...order, ...(outcome ?? { status: 'PROCESSING' }) };
  }

  async timeline(orderId: string): Promise<readonly OrderEvent[] | undefined> {
    return this.#onWorker(orderId, (handle) => handle.query<readonly OrderEvent[]>(contract.TIMELINE_QUERY));
  }

  async decide(orderId: string, decision: Decision): Promise<DecisionAnswer> {
    const { timeoutMs } = this.#options;
    const withinMs = decision.decision === 'retry' ? timeoutMs * WORK_TIMEOUT_FACTOR : timeoutMs;
    const answer = await this.#onWorker(orderId, (handle) => sendDecision(handle, decision), withinMs);
    return answer ?? this.#notOpen(orderId);
  }

  async cancelOrder(orderId: string, operator?: string): Promise<CancelAnswer> {
    return (await this.#onWorker(orderId, (handle) => requestCancel(handle, operator))) ?? this.#notOpen(orderId);
  }

  async waitForEnd(orderId: string, over: AbortSignal): Promise<Outcome | undefined> {
    if (over.aborted) return undefined;
    const end = (handle: WorkflowHandle) => this.#options.client.withAbortSignal(over, () => handle.result() as Promise<Outcome>);
    try {
      return await this.#onWorkflow(orderId, end, LONGEST_WAIT_MS);
    } catch (error) {
      if (over.aborted || error instanceof WorkflowFailedError) return undefined;
      throw error;
    }
  }

  async cancel(orderId: string): Promise<void> {
    await this.#onWorkflow(orderId, (handle) => handle.cancel());
    const untilItEnds = async (handle: WorkflowHandle) => {
      await handle.result().catch((error: unknown) => {
        if (!(error instanceof WorkflowFailedError)) throw error;
      });
    };
    await this.#onWorkflow(orderId, untilItEnds, this.#options.timeoutMs * WORK_TIMEOUT_FACTOR);
  }

  async remove(orderId: string): Promise<void> {
    const workflowExecution = { workflowId: contract.workflowIdOf(orderId) };
    await this.#call(async ({ workflowService, options: { namespace } }) => {
      await workflowService.deleteWorkflowExecution({ namespace, workflowExecution }).catch((error: unknown) => {
        if (codeOf(error) !== NOT_FOUND) throw error;
      });
    });
  }

  /** Resolves when the server answers. */
  async ping(): Promise<void> {
    await this.#call((client) => client.connection.workflowService.getSystemInfo({}));
  }

  /** Whether the workflow has ended or does not exist: the client reports both as not found. */
  async #notOpen(orderId: string): Promise<'ended' | 'not-found'> {
    return (await this.#orderOf(orderId)) ? 'ended' : 'not-found';
  }

  async #orderOf(orderId: string): Promise<Order | undefined> {
    const found = await this.#onWorkflow(orderId, (handle) => handle.describe());
    return found && orderIn(found);
  }

  /** The outcome of an ended workflow (no worker needed), or of one that is settled and still publishing (by query). */
  async #outcome(orderId: string, execution: string, status: string | undefined): Promise<Outcome | null | undefined> {
    if (execution === 'COMPLETED') return this.#onWorkflow(orderId, (handle) => handle.result() as Promise<Outcome>);
    if (execution !== 'RUNNING' || status === 'PROCESSING') return null;
    return this.#onWorker(orderId, (handle) => handle.query<Outcome | null>(contract.OUTCOME_QUERY));
  }

  /** Makes a call that only a worker can answer. */
  async #onWorker<T>(orderId: string, question: (handle: WorkflowHandle) => Promise<T>, timeoutMs?: number): Promise<T | undefined> {
    try {
      return await this.#onWorkflow(orderId, question, timeoutMs);
    } catch (error) {
      if (NO_WORKER.includes(codeOf(error))) throw new Unavailable('temporal', { cause: error });
      throw error;
    }
  }

  async #onWorkflow<T>(
    orderId: string,
    work: (handle: WorkflowHandle) => Promise<T>,
    timeoutMs = this.#options.timeoutMs,
  ): Promise<T | undefined> {
    try {
      return await this.#call((client) => work(client.workflow.getHandle(contract.workflowIdOf(orderId))), timeoutMs);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  async #call<T>(work: (client: Client) => Promise<T>, timeoutMs = this.#options.timeoutMs): Promise<T> {
    return callTemporal(this.#options.client, timeoutMs, work);
  }
}

function orderIn({ memo }: WorkflowExecutionDescription): Order | undefined {
  return memo?.['order'] as Order | undefined;
}

/** The gRPC code of an error or of what caused it. */
function codeOf(error: unknown): number | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return isGrpcServiceError(cause) ? Number(cause.code) : undefined;
}
