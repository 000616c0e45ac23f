import { cancellationSignal } from '@temporalio/activity';
import type { CheckAnswer } from '../domain/checks';
import type { Order } from '../domain/order';
import type { UserAnswers, Users } from './ports';

/** Asks the user service whether this user may order. Throws when it cannot answer; Temporal owns the retries. */
export function createCheckUser(users: Users, answers: Pick<UserAnswers, 'remember'>) {
  return async function checkUser(order: Order): Promise<CheckAnswer> {
    const valid = await users.isValid(order.userId, cancellationSignal());
    answers.remember(order.userId, valid);
    return { valid, source: 'api' };
  };
}
