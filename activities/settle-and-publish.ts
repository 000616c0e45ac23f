import type { OrderEvent } from '../domain/events';
import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { Settlement } from '../domain/settlement';
import type { EventLog, EventStream } from '../ports/events';
import type { HoldBoard } from '../ports/holds';
import type { Settlements } from '../ports/orders';

/** Writes the end of an order and answers with the current settlement. */
export function createSettle(settlements: Settlements) {
  return async function settle(order: Order, proposed: Settlement): Promise<Settlement> {
    return settlements.settle(order, proposed);
  };
}

/** Adds a settled order's events to the log. */
export function createAppendToLog(log: EventLog) {
  return async function appendToLog(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    await log.append(orderId, events);
  };
}

/** Publishes a settled order's events to the stream. */
export function createPublishToStream(stream: EventStream) {
  return async function publishToStream(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    await stream.publish(orderId, events);
  };
}

/** Lets operators see that an order is held. */
export function createShowHold(board: HoldBoard) {
  return async function showHold(order: Order, hold: Hold): Promise<void> {
    await board.hold(order, hold);
  };
}
