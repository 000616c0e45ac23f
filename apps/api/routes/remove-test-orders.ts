import pLimit from 'p-limit';
import type { ApiDeps } from '../deps';
import { noContent } from '../http/replies';
import type { Route } from '../http/route';

const TEST_USERS = ['user_test', 'user_test_invalid'];
const AT_ONCE = 10;

/**
 * Removes the orders, rows and workflows, of the test users, and what these have reserved; open workflows are ended first: they
 * would write their rows again, or leave events untold.
 */
export function removeTestOrders({ orders, workflows, limits }: ApiDeps): Route['handle'] {
  return async () => {
    await eachOf(await orders.idsOf(TEST_USERS), (id) => workflows.cancel(id));
    await eachOf(await orders.removeOrdersOf(TEST_USERS), (id) => workflows.remove(id));
    await limits.removeReservationsOf(TEST_USERS);
    return noContent();
  };
}

async function eachOf(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
  await pLimit(AT_ONCE).map(ids, work);
}
