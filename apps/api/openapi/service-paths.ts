import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { STATUS } from '../http/replies';
import { notReadyYet, up } from '../schemas/probes';
import { json, problems, text } from './answers';

const tags = ['Service'];
const anyObject = z.record(z.string(), z.unknown());

/** The operations on the service itself. */
export const servicePaths: ZodOpenApiPathsObject = {
  '/api/orders/user/test': {
    delete: {
      tags,
      operationId: 'removeTestOrders',
      summary: 'Remove the orders of the test users',
      description: 'Of `user_test` and `user_test_invalid`. Exists only where `TEST_ROUTES` is `true`.',
      responses: { [STATUS.noContent]: { description: 'They are gone.' }, ...problems('UNAVAILABLE') },
    },
  },
  '/health': {
    get: {
      tags,
      operationId: 'health',
      summary: 'Whether the process runs',
      responses: { [STATUS.ok]: json('It does.', up), ...problems() },
    },
  },
  '/readiness': {
    get: {
      tags,
      operationId: 'readiness',
      summary: 'Whether everything the process needs answers',
      responses: {
        [STATUS.ok]: json('It does.', up),
        [STATUS.notReady]: json('It does not; what is down is named.', notReadyYet),
        ...problems(),
      },
    },
  },
  '/openapi.json': {
    get: {
      tags,
      operationId: 'openApiDocument',
      summary: 'This document',
      responses: { [STATUS.ok]: json('OpenAPI 3.1.', anyObject), ...problems() },
    },
  },
  '/swagger/index.html': {
    get: {
      tags,
      operationId: 'swaggerPage',
      summary: 'This document as a page',
      responses: { [STATUS.ok]: text('The page.', 'text/html'), ...problems() },
    },
  },
  '/metrics': {
    get: {
      tags,
      operationId: 'metrics',
      summary: 'What the process counts, for Prometheus',
      responses: { [STATUS.ok]: text('Prometheus text.', 'text/plain'), ...problems() },
    },
  },
};
