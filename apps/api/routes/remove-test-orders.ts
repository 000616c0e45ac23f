import { bulkhead } from 'cockatiel';
import type { ApiDeps } from '../deps';
import { noContent } from '../http/replies';
import type { Route } from '../http/route';

const TEST_USERS = ['user_test', 'user_test_invalid'];
const CANCELED_AT_ONCE = 10;

/** Removes the orders of the test users; the open ones are canceled first, or they would write their rows again. */
export function removeTestOrders({ orders, workflows }: ApiDeps): Route['handle'] {
  return async () => {
    const open = await orders.openOrdersOf(TEST_USERS);
    const gate = bulkhead(CANCELED_AT_ONCE, open.length);
    await Promise.all(open.map((id) => gate.execute(() => workflows.cancel(id))));
    await orders.removeOrdersOf(TEST_USERS);
    return noContent();
  };
}
