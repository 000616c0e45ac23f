import type { Hold } from '../domain/holds';
import type { Order } from '../domain/order';
import type { HoldBoard } from './ports';

/** Lets operators see that an order is held. */
export function createShowHold(board: HoldBoard) {
  return async function showHold(order: Order, hold: Hold): Promise<void> {
    await board.hold(order, hold);
  };
}
