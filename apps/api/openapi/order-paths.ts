import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { STATUS } from '../http/replies';
import { PREFERENCE_APPLIED, preference } from '../schemas/preference';
import { HEADER, idempotencyKey } from '../schemas/idempotency-key';
import { acceptedOrder, order, orderId } from '../schemas/order';
import { orderEvents } from '../schemas/order-events';
import { orderPage, ordersQuery } from '../schemas/order-page';
import { orderRequest } from '../schemas/order-request';
import { paymentMethod } from '../schemas/payment-method';
import { userPath } from '../schemas/user-id';
import { json, problems } from './answers';
import { anyForm } from './bodies';

const tags = ['Orders'];
const orderPath = z.object({ id: orderId });
const acceptance = z.object({
  Location: z.string().meta({ description: 'Where the order is found.' }),
  'Idempotent-Replayed': z.literal('true').optional().meta({
    description: `Only there when the order was accepted before, under the same \`${HEADER}\`: this is the first answer again, but for the status when \`Prefer: wait\` was applied.`,
  }),
});
const ofOrder = (operationId: string) => ({ operationId, parameters: { id: '$response.body#/id' } });

/** What can be asked about an order once it is accepted. */
const links = { find: ofOrder('findOrder'), events: ofOrder('listEvents'), cancel: ofOrder('cancelOrder') };
const acceptanceAfterWait = acceptance.extend({ 'Preference-Applied': PREFERENCE_APPLIED.optional() });
const nextPage = z.object({
  Link: z.string().optional().meta({ description: 'The next page, with `rel="next"`, relative to this one (RFC 8288). Not there on the last one.' }),
});

/** The operations on orders. */
export const orderPaths: ZodOpenApiPathsObject = {
  '/api/orders': {
    post: {
      tags,
      operationId: 'acceptOrder',
      summary: 'Place an order',
      description: 'The order is durable when this answers; it is decided afterwards.',
      requestParams: { header: z.object({ [HEADER]: idempotencyKey.optional(), Prefer: preference.optional() }) },
      requestBody: {
        required: true,
        content: anyForm(orderRequest),
      },
      responses: {
        [STATUS.created]: {
          ...json('Accepted. `PROCESSING`; after a wait that was preferred, its end if that was known in time.', order),
          headers: acceptanceAfterWait,
          links,
        },
        [STATUS.accepted]: { ...json('Accepted as well; it is decided as soon as orders can be again.', acceptedOrder), headers: acceptance, links },
        ...problems('BODY_UNREADABLE', 'IDEMPOTENCY_KEY_INVALID', 'PAYMENT_METHOD_INVALID'),
        ...problems('BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED', 'FIELDS_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'FEATURE_OFF', 'UNAVAILABLE'),
        ...problems('TOO_MANY_ORDERS', 'RATE_LIMITED'),
      },
    },
  },
  '/api/order/{id}': {
    get: {
      tags,
      operationId: 'findOrder',
      summary: 'Look at one order',
      requestParams: { path: orderPath },
      responses: { [STATUS.ok]: json('The order today.', order), ...problems('ORDER_NOT_FOUND', 'FEATURE_OFF', 'UNAVAILABLE') },
    },
  },
  '/api/order/{id}/cancel': {
    post: {
      tags,
      operationId: 'cancelOrder',
      summary: 'Take an order back',
      description: 'Works until the order is decided. Safe to repeat, and to be repeated when no answer came; a body is ignored.',
      requestParams: { path: orderPath },
      responses: {
        [STATUS.ok]: json('The order, which is canceled for good because of `CANCELED_BY_CLIENT`, or of `CANCELED_BY_OPERATOR` with the key of one.', order),
        ...problems('ORDER_NOT_FOUND', 'ORDER_ALREADY_FINAL', 'UNAVAILABLE'),
      },
    },
  },
  '/api/order/{id}/events': {
    get: {
      tags,
      operationId: 'listEvents',
      summary: 'Look at what happened to one order',
      requestParams: { path: orderPath },
      responses: { [STATUS.ok]: json('Its events.', orderEvents), ...problems('ORDER_NOT_FOUND', 'UNAVAILABLE') },
    },
  },
  '/api/orders/{user_id}': {
    get: {
      tags,
      operationId: 'listOrders',
      summary: 'List the orders of a user, newest first',
      description:
        'By `cursor`, every page takes as long as the first, and walking through all of them meets each order once that was there all the while, whatever is placed meanwhile.',
      requestParams: { path: userPath, query: ordersQuery },
      responses: {
        [STATUS.ok]: { ...json('A page of them.', orderPage), headers: nextPage },
        ...problems('FIELDS_INVALID', 'FEATURE_OFF', 'UNAVAILABLE'),
      },
    },
  },
  '/api/methods': {
    get: {
      tags,
      operationId: 'listMethods',
      summary: 'List the ways to pay',
      responses: { [STATUS.ok]: json('All of them.', z.array(paymentMethod)), ...problems() },
    },
  },
};
