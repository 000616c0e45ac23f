import { z } from 'zod';
import { onlyClient } from '../auth/api-keys';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { pageQuery, userPath } from '../http/schema-parts';
import type { Place } from '../../../ports/orders';
import { visibleOrder } from './look-up';
import { order, orderBody, ORDER_PATH } from './order-schema';

/** Answers one order with its status today. */
export const findOrder = defineRoute({
  method: 'get',
  path: '/api/order/:id',
  access: ['client', 'operator', 'reader'],
  toggle: 'getOrderById',
  operation: {
    tag: 'Orders',
    operationId: 'findOrder',
    summary: 'Get one order',
    ...ORDER_PATH,
    answers: { [STATUS.ok]: json('The order with its current status.', order) },
    problems: ['UNAVAILABLE'],
  },
  handle: (deps) => async ({ path: { id }, response }) => ok(orderBody(await visibleOrder(deps, response, id))),
});

/** A cursor: the version; then, as base64url, 6 bytes of milliseconds, 2 of the microseconds beyond them, and the 16 of the id. */
const CURSOR = /^1[A-Za-z0-9_-]{32}$/;
const CURSOR_WRONG = 'must be the next_cursor of an earlier page, given once';

/** The place as text for a URL, opaque to clients. */
export function cursorOf({ acceptedAtUs, id }: Place): string {
  const bytes = Buffer.alloc(24);
  const milliseconds = Math.floor(acceptedAtUs / 1_000);
  bytes.writeIntBE(milliseconds, 0, 6);
  bytes.writeUInt16BE(acceptedAtUs - milliseconds * 1_000, 6);
  bytes.write(id.replaceAll('-', ''), 8, 'hex');
  return `1${bytes.toString('base64url')}`;
}

/** The place that a cursor means. Every text of this form is a valid cursor, so the OpenAPI document states the whole check. */
export const cursor = z.string(CURSOR_WRONG).regex(CURSOR, CURSOR_WRONG).transform(placeOf);

function placeOf(text: string): Place {
  const bytes = Buffer.from(text.slice(1), 'base64url');
  const id = bytes.toString('hex', 8).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { acceptedAtUs: bytes.readIntBE(0, 6) * 1_000 + bytes.readUInt16BE(6), id };
}

/** Which of a user's orders a client asks for. */
const ordersQuery = pageQuery.extend({
  cursor: cursor.optional().meta({ description: 'The `next_cursor` of an earlier page. The list continues after that page, and `offset` counts from there.' }),
  total: z
    .enum(['true', 'false'], 'must be true or false, given once')
    .default('true')
    .transform((text) => text === 'true')
    .meta({ description: 'Whether to count all orders of the user. Counting takes longer the more orders there are.' }),
});

/** Some of a user's orders, newest first. */
export const orderPage = z
  .strictObject({
    offset: z.int32().min(0).meta({ description: 'How many orders were skipped, from the newest order or from the cursor.' }),
    limit: z.int32().min(1),
    total: z.int32().min(0).optional().meta({ description: 'How many orders the user has now. Absent when `total=false` was requested.' }),
    orders: z.array(order),
    next_cursor: z.string().optional().meta({ description: 'The `cursor` of the next page. Absent on the last page.' }),
  })
  .meta({ id: 'OrderPage' });

const nextPage = z.object({
  Link: z.string().optional().meta({ description: 'The next page, with `rel="next"`, relative to this one (RFC 8288). Absent on the last page.' }),
});

/** Answers a page of a user's orders. A client sees only its own orders. An unknown user has none. */
export const listOrders = defineRoute({
  method: 'get',
  path: '/api/orders/:user_id',
  access: ['client', 'operator', 'reader'],
  toggle: 'getOrdersFromUser',
  operation: {
    tag: 'Orders',
    operationId: 'listOrders',
    summary: 'List the orders of a user, newest first',
    description:
      'With `cursor`, every page is as fast as the first. A client that follows `next_cursor` to the last page sees every order that existed the whole time exactly once, even when new orders are placed meanwhile.',
    path: userPath,
    query: ordersQuery,
    answers: { [STATUS.ok]: { ...json('A page of the user’s orders.', orderPage), headers: nextPage } },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ orders }) => async ({ path, query, response }) => {
    const { cursor: after, total: withTotal, ...page } = query;
    const client = onlyClient(response);
    const wanted = { ...page, withTotal, ...(after && { after }), ...(client !== undefined && { client }) };
    const { total, orders: found, next } = await orders.listByUser(path.user_id, wanted);
    const body = { ...page, ...(withTotal && { total }), orders: found.map(orderBody) };
    if (!next) return ok(body);
    const next_cursor = cursorOf(next);
    const onwards = new URLSearchParams({ limit: `${page.limit}`, ...(!withTotal && { total: 'false' }), cursor: next_cursor });
    // The link is relative to this page, so that it holds behind any proxy.
    return { ...ok({ ...body, next_cursor }), headers: { Link: `<?${onwards.toString()}>; rel="next"` } };
  },
});
