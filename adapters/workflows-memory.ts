import type { OrderWorkflows } from '../apps/api/ports';
import { numbered, orderEnded, orderReceived, type OrderEvent } from '../domain/events';
import type { Order, OrderState, Outcome } from '../domain/order';
import { Faults } from './memory-faults';

interface Workflow {
  readonly order: Order;
  readonly outcome?: Outcome;
}

/** The order workflows in memory, for tests. They do nothing by themselves: a test ends them. */
export class MemoryWorkflows implements OrderWorkflows {
  readonly name = 'temporal';
  readonly faults = new Faults('temporal');
  readonly #workflows = new Map<string, Workflow>();

  start(order: Order): Promise<Order> {
    return this.faults.around(() => {
      const workflow = this.#workflows.get(order.id) ?? { order };
      this.#workflows.set(order.id, workflow);
      return workflow.order;
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

  /** Ends a workflow as a worker would; one that has ended stays as it is. */
  end(orderId: string, outcome: Outcome): void {
    const workflow = this.#workflows.get(orderId);
    if (workflow) this.#workflows.set(orderId, { outcome, ...workflow });
  }
}

function eventsOf({ order, outcome }: Workflow): OrderEvent[] {
  const facts = outcome ? [orderReceived(order), orderEnded(outcome)] : [orderReceived(order)];
  return facts.map((fact, index) => numbered(fact, index + 1, order.acceptedAt));
}
