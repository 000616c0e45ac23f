import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import { bodyOf } from './body';
import { ask, type Answer, type Request } from './http';
import type { BodyForm, Order, OrderForm, OrderPage } from './order';

/** Where the running system is. */
export interface Addresses {
  readonly apiUrl: string;
  readonly userApiUrl: string;
  /** How many times longer than usual a wait may take that no scenario promises. */
  readonly slowness: number;
}

/** What one scenario knows: its user, whom no other scenario or run shares, the orders placed, and the last answer. */
export class OrderWorld extends World<Addresses> {
  user = aUser();
  readonly orders: Order[] = [];
  /** The pages of a list that was read to its end. */
  readonly pages: OrderPage[] = [];
  #answer: Answer | undefined;

  /** Asks the API; what it answers is what the next steps look at. */
  async ask(path: string, request?: Request): Promise<Answer> {
    this.#answer = await ask(`${this.parameters.apiUrl}${path}`, request);
    return this.#answer;
  }

  get answer(): Answer {
    assert.ok(this.#answer, 'nothing has been asked yet');
    return this.#answer;
  }

  /** Sends the form, with the scenario's user unless it says otherwise; remembers the order if it is accepted. */
  async send(filledIn: Partial<OrderForm>, form: BodyForm = 'multipart/form-data', headers = {}): Promise<void> {
    const { status, body } = await this.ask('/api/orders', { method: 'POST', body: bodyOf(filledIn, form), headers });
    if (status === 201) this.orders.push(body as Order);
  }

  /** The order that was accepted last, as the client was told then. */
  get order(): Order {
    const order = this.orders.at(-1);
    assert.ok(order, `no order has been accepted; the last answer is ${this.#answer?.status}`);
    return order;
  }
}

/** A user nobody has heard of. */
export function aUser(kind = 'user'): string {
  return `features-${kind}-${randomUUID()}`;
}

setWorldConstructor(OrderWorld);
// Steps have bounds of their own; this one ends a step that hangs, on the slowest machine too.
setDefaultTimeout(120_000);
