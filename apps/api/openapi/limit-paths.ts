import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { STATUS } from '../http/replies';
import { exposure } from '../schemas/exposure';
import { limit, limitForm, limitRequest } from '../schemas/limit';
import { userPath } from '../schemas/user-id';
import { json, problems } from './answers';
import { anyForm } from './bodies';

const tags = ['Limits'];

/** The operations on the limits of users. */
export const limitPaths: ZodOpenApiPathsObject = {
  '/api/users/{user_id}/limit': {
    get: {
      tags,
      operationId: 'limitOfUser',
      summary: 'Look at the limits a user has of their own',
      requestParams: { path: userPath },
      responses: { [STATUS.ok]: json('The limits.', limit), ...problems('FIELDS_INVALID', 'UNAVAILABLE') },
    },
    put: {
      tags,
      operationId: 'setLimitOfUser',
      summary: 'Replace the limits a user has of their own',
      description: 'Both are replaced. They apply to the orders that come afterwards; what the user has reserved by then counts towards the cap.',
      requestParams: { path: userPath },
      requestBody: {
        required: true,
        description: 'Only JSON can say `null`.',
        content: anyForm(limitRequest, limitForm),
      },
      responses: {
        [STATUS.ok]: json('The limits as they are now.', limit),
        ...problems('BODY_UNREADABLE', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED', 'FIELDS_INVALID', 'UNAVAILABLE'),
      },
    },
  },
  '/api/users/{user_id}/exposure': {
    get: {
      tags,
      operationId: 'exposureOfUser',
      summary: 'Look at how much of a user’s orders counts towards their cap',
      requestParams: { path: userPath },
      responses: { [STATUS.ok]: json('What counts now.', exposure), ...problems('FIELDS_INVALID', 'UNAVAILABLE') },
    },
  },
};
