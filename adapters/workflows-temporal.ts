import {
  Connection,
  defaultGrpcRetryOptions,
  isGrpcServiceError,
  makeGrpcRetryInterceptor,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type ConnectionOptions,
  type WorkflowExecutionDescription,
  type WorkflowHandle,
} from '@temporalio/client';
import { Unavailable } from '../activities/ports';
import type { DecisionAnswer, OrderWorkflows } from '../apps/api/ports';
import type { OrderEvent } from '../domain/events';
import type { Decision } from '../domain/holds';
import type { Order, OrderState, Outcome } from '../domain/order';
import * as contract from '../workflows/contract';
import { decideOn } from './workflows-temporal-decide';

export interface TemporalWorkflowsOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How long one call may take in all, the client's own retries included. */
  readonly timeoutMs: number;
}

/** gRPC's codes for "not now": UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED. Any other refusal is our error. */
const NOT_NOW: readonly number[] = [14, 4, 8];
const NOT_FOUND = 5;
/** FAILED_PRECONDITION: of a query, that no worker is there to answer it. */
const NO_WORKER = 9;

const RETRY_PAUSE_MS = 100;

/**
 * Ending a workflow, or having it ask again, waits for a worker, under load for its turn, and for the answer: it may take so many
 * times as long as a call.
 */
const WORK_TAKES_TIMES = 5;

/** A connection that is made when it is first used, and again within about a second of the server's return. */
export function openTemporalConnection(options: ConnectionOptions): Connection {
  return Connection.lazy({
    ...options,
    // With longer pauses, as the default ones, a call would end well after its deadline: a pause is not cut short.
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ factor: 1, initialIntervalMs: () => RETRY_PAUSE_MS }))],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 },
  });
}

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
      // Gone between the two calls: a later start will be the first one.
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
    return this.#query<readonly OrderEvent[]>(orderId, contract.TIMELINE_QUERY);
  }

  async decide(orderId: string, decision: Decision): Promise<DecisionAnswer> {
    const { timeoutMs } = this.#options;
    const withinMs = decision.decision === 'retry' ? timeoutMs * WORK_TAKES_TIMES : timeoutMs;
    const answer = await this.#onWorkflow(orderId, (handle) => decideOn(handle, decision), withinMs);
    // Not found is also what is said of a workflow that has ended.
    return answer ?? ((await this.#orderOf(orderId)) ? 'ended' : 'not-found');
  }

  async cancel(orderId: string): Promise<void> {
    await this.#onWorkflow(orderId, (handle) => handle.cancel());
    const untilItEnds = async (handle: WorkflowHandle) => {
      await handle.result().catch((error: unknown) => {
        if (!(error instanceof WorkflowFailedError)) throw error;
      });
    };
    await this.#onWorkflow(orderId, untilItEnds, this.#options.timeoutMs * WORK_TAKES_TIMES);
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

  async #orderOf(orderId: string): Promise<Order | undefined> {
    const found = await this.#onWorkflow(orderId, (handle) => handle.describe());
    return found && orderIn(found);
  }

  /** The outcome of an ended workflow (no worker needed), or of one that is settled and still telling (by query). */
  async #outcome(orderId: string, execution: string, status: string | undefined): Promise<Outcome | null | undefined> {
    if (execution === 'COMPLETED') return this.#onWorkflow(orderId, (handle) => handle.result() as Promise<Outcome>);
    if (execution !== 'RUNNING' || status === 'PROCESSING') return null;
    return this.#query<Outcome | null>(orderId, contract.OUTCOME_QUERY);
  }

  async #query<T>(orderId: string, name: string): Promise<T | undefined> {
    try {
      return await this.#onWorkflow(orderId, (handle) => handle.query<T>(name));
    } catch (error) {
      if (codeOf(error) === NO_WORKER) throw new Unavailable('temporal', { cause: error });
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
    const { client } = this.#options;
    try {
      return await client.withDeadline(Date.now() + timeoutMs, () => work(client));
    } catch (error) {
      if (NOT_NOW.includes(codeOf(error) ?? 0)) throw new Unavailable('temporal', { cause: error });
      throw error;
    }
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
