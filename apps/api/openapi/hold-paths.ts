import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { STATUS } from '../http/replies';
import { decision } from '../schemas/decision';
import { holdPage, holdsQuery } from '../schemas/hold-page';
import { order, orderId } from '../schemas/order';
import { json, problems } from './answers';
import { anyForm } from './bodies';

const tags = ['Holds'];

/** The operations on orders that wait. */
export const holdPaths: ZodOpenApiPathsObject = {
  '/api/holds': {
    get: {
      tags,
      operationId: 'listHolds',
      summary: 'List the orders that are held, or that are stuck',
      requestParams: { query: holdsQuery },
      responses: { [STATUS.ok]: json('A page of them, the longest waiting first.', holdPage), ...problems('FIELDS_INVALID', 'UNAVAILABLE') },
    },
  },
  '/api/order/{id}/decision': {
    post: {
      tags,
      operationId: 'decideOrder',
      summary: 'Decide about a held order',
      description: 'Safe to repeat. What speaks against the order otherwise, as its value does when it is over the limit, still does.',
      requestParams: { path: z.object({ id: orderId }) },
      requestBody: {
        required: true,
        content: anyForm(decision),
      },
      responses: {
        [STATUS.ok]: json('The order as it stands now; after a `retry` it may be held as before.', order),
        ...problems('BODY_UNREADABLE', 'ORDER_NOT_FOUND', 'ORDER_NOT_HELD', 'ORDER_ALREADY_FINAL'),
        ...problems('BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED', 'FIELDS_INVALID', 'UNAVAILABLE'),
      },
    },
  },
};
