import pLimit from 'p-limit';
import { noContent, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';

const TEST_USERS = ['user_test', 'user_test_invalid'];
const atATime = pLimit(10);

/**
 * Removes the orders of the test users, rows and workflows, and what these users have reserved. Open workflows are ended first,
 * because they would write their rows again, or leave events that are not published.
 */
export const removeTestOrders = defineRoute({
  method: 'delete',
  path: '/api/orders/user/test',
  access: ['operator'],
  exists: ({ testRoutes }) => testRoutes,
  operation: {
    tag: 'Service',
    operationId: 'removeTestOrders',
    summary: 'Remove the orders of the test users',
    description: 'Removes the orders of `user_test` and `user_test_invalid`. This route exists only where `TEST_ROUTES` is `true`.',
    answers: { [STATUS.noContent]: { description: 'The orders are removed.' } },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ orders, workflows, limits }) => async () => {
    await atATime.map(await orders.idsOf(TEST_USERS), (id) => workflows.cancel(id));
    await atATime.map(await orders.removeOrdersOf(TEST_USERS), (id) => workflows.remove(id));
    await limits.removeReservationsOf(TEST_USERS);
    return noContent();
  },
});
