import { EventEmitter, once } from 'node:events';
import { numbered, orderEnded, type OrderEvent, orderReceived } from '../../domain/events';
import type { Decision } from '../../domain/holds';
import type { Order, OrderState, Outcome } from '../../domain/order';
import type { CancelAnswer, DecisionAnswer, OrderWorkflows } from '../../ports/workflows';
import { Faults } from './faults';

interface Workflow {
  readonly order: Order;
  readonly isHeld?: boolean;
  /** The decision of an operator that has ended it. */
  readonly decision?: Decision['decision'];
  readonly outcome?: Outcome;
  /** Whether `cancelOrder` has ended it, and for which operator. */
  readonly isCanceled?: boolean;
  readonly operator?: string;
}

/** The order workflows in memory, for tests. They do nothing themselves: a test ends them. */
export class MemoryWorkflows implements OrderWorkflows {
  readonly name = 'temporal';
  readonly faults = new Faults('temporal');
  readonly #workflows = new Map<string, Workflow>();
  readonly #ends = new EventEmitter().setMaxListeners(0);

  start(order: Order): Promise<Order> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(order.id);
      if (workflow) return { ...workflow.order };
      this.#workflows.set(order.id, { order });
      return order;
    });
  }

  find(orderId: string): Promise<OrderState | undefined> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(orderId);
      return workflow && { ...workflow.order, ...(workflow.outcome ?? { status: 'PROCESSING' }) };
    });
  }

  timeline(orderId: string): Promise<readonly OrderEvent[] | undefined> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(orderId);
      return workflow && eventsOf(workflow);
    });
  }

  decide(orderId: string, { decision }: Decision): Promise<DecisionAnswer> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(orderId);
      if (!workflow) return 'not-found';
      if (workflow.outcome) return workflow.decision === decision ? { outcome: workflow.outcome } : 'ended';
      if (!workflow.isHeld) return 'not-held';
      if (decision === 'retry') return 'still-held';
      const outcome: Outcome = decision === 'approve' ? { status: 'APPROVED' } : { status: 'CANCELED', reason: 'REJECTED_BY_OPERATOR' };
      this.#workflows.set(orderId, { ...workflow, decision });
      this.end(orderId, outcome);
      return { outcome };
    });
  }

  cancelOrder(orderId: string, operator?: string): Promise<CancelAnswer> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(orderId);
      if (!workflow) return 'not-found';
      const { outcome, isCanceled } = workflow;
      if (outcome) return isCanceled ? outcome : 'ended';
      const canceled: Outcome = { status: 'CANCELED', reason: operator === undefined ? 'CANCELED_BY_CLIENT' : 'CANCELED_BY_OPERATOR' };
      this.#workflows.set(orderId, { ...workflow, isCanceled: true, ...(operator !== undefined && { operator }) });
      this.end(orderId, canceled);
      return canceled;
    });
  }

  async waitForEnd(orderId: string, over: AbortSignal): Promise<Outcome | undefined> {
    await this.faults.around(() => undefined);
    const workflow = this.#workflows.get(orderId);
    if (!workflow || workflow.outcome) return workflow?.outcome;
    await once(this.#ends, orderId, { signal: over }).catch(() => undefined);
    return this.#workflows.get(orderId)?.outcome;
  }

  cancel(orderId: string): Promise<void> {
    return this.faults.around(() => this.end(orderId, { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' }));
  }

  remove(orderId: string): Promise<void> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(orderId);
      if (workflow && !workflow.outcome) throw new Error('an open workflow is canceled before it is removed');
      this.#workflows.delete(orderId);
    });
  }

  ping(): Promise<void> {
    return this.faults.around(() => undefined);
  }

  /** Holds an open workflow, as a worker would when the user cannot be checked. */
  hold(orderId: string): void {
    const workflow = this.#workflows.get(orderId);
    if (workflow && !workflow.outcome) this.#workflows.set(orderId, { ...workflow, isHeld: true });
  }

  /** Ends a workflow as a worker would; one that has ended stays as it is. */
  end(orderId: string, outcome: Outcome): void {
    const workflow = this.#workflows.get(orderId);
    if (workflow) this.#workflows.set(orderId, { outcome, ...workflow });
    this.#ends.emit(orderId);
  }
}

function eventsOf({ order, outcome, operator }: Workflow): OrderEvent[] {
  const facts = outcome ? [orderReceived(order), orderEnded(outcome, operator)] : [orderReceived(order)];
  return facts.map((fact, index) => numbered(fact, index + 1, order.acceptedAt));
}
