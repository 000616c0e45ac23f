import { cancellationSignal } from '@temporalio/activity';
import type { UserAnswer } from '../domain/checks';
import type { Order } from '../domain/order';
import type { Users } from './ports';

/** Asks the user service whether this user may order. Throws when it cannot answer; Temporal owns the retries. */
export function createCheckUser(users: Users) {
  return async function checkUser(order: Order): Promise<UserAnswer> {
    return { valid: await users.isValid(order.userId, cancellationSignal()), source: 'api' };
  };
}
