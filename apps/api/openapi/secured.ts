import type { ZodOpenApiObject, ZodOpenApiOperationObject, ZodOpenApiPathItemObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { ROLES } from '../../../config/api-keys';
import { accessTo } from '../access/access-to';
import type { Route } from '../http/route';
import { problems } from './answers';

const KEY = 'apiKey';

/** How a request shows a key, and that it has to unless its operation says otherwise. */
export const SECURITY: Pick<ZodOpenApiObject, 'components' | 'security'> = {
  components: {
    securitySchemes: {
      [KEY]: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key. Answers tell by `RateLimit` and `RateLimit-Policy` how many more requests it is good for.',
      },
    },
  },
  security: [{ [KEY]: [] }],
};

/** The same operations, with who may do what, and what the others are answered. */
export function secured(paths: ZodOpenApiPathsObject): ZodOpenApiPathsObject {
  return mapValues(paths, (item, path) =>
    mapValues(item as Record<Route['method'], ZodOpenApiOperationObject>, (operation, method) => withAccess(operation, { method, path })) as ZodOpenApiPathItemObject,
  );
}

function withAccess(operation: ZodOpenApiOperationObject, { method, path }: Pick<Route, 'method' | 'path'>): ZodOpenApiOperationObject {
  const access = accessTo({ method, path: path.replaceAll(/\{(\w+)\}/g, ':$1') });
  if (access === 'open') return { ...operation, security: [] };
  const forbidden = access.length < ROLES.length ? (['FORBIDDEN'] as const) : [];
  const description = [operation.description, `For the roles: ${access.join(', ')}.`].filter(Boolean).join('\n\n');
  return { ...operation, description, responses: { ...problems('UNAUTHENTICATED', ...forbidden, 'RATE_LIMITED'), ...operation.responses } };
}

function mapValues<Key extends string, From, To>(object: Readonly<Record<Key, From>>, map: (value: From, key: Key) => To): Record<Key, To> {
  const entries = (Object.entries(object) as [Key, From][]).map(([key, value]) => [key, map(value, key)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}
