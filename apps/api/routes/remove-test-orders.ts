import { sideBySide } from '../../../activities/side-by-side';
import type { ApiDeps } from '../deps';
import { noContent } from '../http/replies';
import type { Route } from '../http/route';

const TEST_USERS = ['user_test', 'user_test_invalid'];

/**
 * Removes the orders, rows and workflows, of the test users, and what these have reserved; open workflows are ended first: they
 * would write their rows again, or leave events untold.
 */
export function removeTestOrders({ orders, workflows, limits }: ApiDeps): Route['handle'] {
  return async () => {
    await sideBySide(await orders.idsOf(TEST_USERS), (id) => workflows.cancel(id));
    await sideBySide(await orders.removeOrdersOf(TEST_USERS), (id) => workflows.remove(id));
    await limits.removeReservationsOf(TEST_USERS);
    return noContent();
  };
}
