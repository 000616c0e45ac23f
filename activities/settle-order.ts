import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { Settlement } from '../domain/settlement';
import type { HoldBoard } from '../ports/holds';
import type { Settlements } from '../ports/orders';

/** Writes the end of an order and answers with the current settlement. */
export function createSettle(settlements: Settlements) {
  return async function settle(order: Order, proposed: Settlement): Promise<Settlement> {
    return settlements.settle(order, proposed);
  };
}

/** Lets operators see that an order is held. */
export function createShowHold(board: HoldBoard) {
  return async function showHold(order: Order, hold: Hold): Promise<void> {
    await board.hold(order, hold);
  };
}
