import { z } from 'zod';
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { ROLES } from '../../../config/api-keys';
import { TAGS, type Operation } from './operation';
import { problem } from './problem';
import { PROBLEMS, type ProblemCode } from './replies';
import type { Access, Route } from './route';

const KEY = 'apiKey';

/** How a request shows its key, and that it has to unless its operation says otherwise. */
const SECURITY: Pick<ZodOpenApiObject, 'components' | 'security'> = {
  components: {
    securitySchemes: {
      [KEY]: {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key. The headers `RateLimit` and `RateLimit-Policy` of an answer say how many more requests it may send.',
      },
    },
  },
  security: [{ [KEY]: [] }],
};

/** The OpenAPI 3.1 document of these routes, made from the schemas that check their requests: for an API with keys, or without. */
export function createOpenApiDocument(routes: readonly Route[], { withKeys = false } = {}): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationObject(route, withKeys) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Durable orders',
      version: '1.0.0',
      description: 'Places orders and says how they ended.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document was loaded from' }],
    ...(withKeys ? SECURITY : { security: [] }),
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
  });
}

function operationObject(route: Route, withKeys: boolean): ZodOpenApiOperationObject {
  const { tag, operationId, summary, description, path, query, headers, body, answers } = route.operation;
  const access = withKeys ? route.access : undefined;
  const roles = access !== undefined && access !== 'public' ? `For the roles: ${access.join(', ')}.` : undefined;
  const descriptions = [description, roles].filter((part) => part !== undefined);
  return {
    tags: [tag],
    operationId,
    summary,
    ...(descriptions.length > 0 && { description: descriptions.join('\n\n') }),
    ...((path || query || headers) && { requestParams: { ...(path && { path }), ...(query && { query }), ...(headers && { header: headers }) } }),
    ...(body && { requestBody: requestBody(body) }),
    ...(access === 'public' && { security: [] }),
    responses: { ...answers, ...problemResponses(problemsOf(route, access)) },
  };
}

function requestBody({ schema, inForm = schema, description }: NonNullable<Operation['body']>) {
  const form = { schema: inForm };
  const content = { 'multipart/form-data': form, 'application/x-www-form-urlencoded': form, 'application/json': { schema } };
  return { required: true, content, ...(description !== undefined && { description }) };
}

/** All problems of an operation: its own, and those that follow from what else the route says. */
function problemsOf({ toggle, operation: { path, pathProblem = 'FIELDS_INVALID', query, body, problems = [] } }: Route, access?: Access): ProblemCode[] {
  return [
    ...(path ? [pathProblem] : []),
    ...(body ? (['BODY_UNREADABLE', 'BODY_TOO_LARGE', 'CONTENT_TYPE_UNSUPPORTED'] as const) : []),
    ...(query || body ? (['FIELDS_INVALID'] as const) : []),
    ...(toggle ? (['FEATURE_OFF'] as const) : []),
    ...problems,
    ...accessProblems(access),
  ];
}

function accessProblems(access: Access | undefined): ProblemCode[] {
  if (access === undefined || access === 'public') return [];
  return ['UNAUTHENTICATED', 'RATE_LIMITED', ...(access.length < ROLES.length ? (['FORBIDDEN'] as const) : [])];
}

const retryAfter = z.object({
  'Retry-After': z.string().meta({ description: 'The number of seconds after which to repeat the request.', examples: ['2'] }),
});

const TO_BE_REPEATED: readonly ProblemCode[] = ['UNAVAILABLE', 'RATE_LIMITED', 'TOO_MANY_ORDERS'];

/** The problems that any request may be answered with, wherever it is sent. */
const ANYWHERE: readonly ProblemCode[] = [
  ...(['PATH_UNREADABLE', 'ROUTE_NOT_FOUND', 'HTTP_METHOD_NOT_ALLOWED', 'INTERNAL'] as const),
  ...(['REQUEST_UNREADABLE', 'REQUEST_TIMEOUT', 'EXPECTATION_FAILED', 'HEADERS_TOO_LARGE'] as const),
];

const anywhere = {
  '4XX': { description: 'An unknown route, a wrong method, a broken path, or a request that cannot be read or arrives too slowly. See `code`.', content: only(ANYWHERE.filter((code) => code !== 'INTERNAL')) },
  '5XX': { description: 'The service has failed. This is not the fault of the request.', content: only(['INTERNAL']) },
};

/** The ways in which an operation can fail, by status. */
function problemResponses(codes: readonly ProblemCode[]): ZodOpenApiResponsesObject {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  const byStatus = statuses.map((status) => {
    const hasStatus = (code: ProblemCode) => PROBLEMS[code].status === status;
    const sharing = [...new Set(codes.filter(hasStatus))];
    const description = sharing.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n');
    // There is no Retry-After while something is switched off, because nobody knows when it will be on again.
    const repeated = sharing.filter((code) => TO_BE_REPEATED.includes(code)).length;
    const headers = repeated > 0 ? { headers: sharing.length === repeated ? retryAfter : retryAfter.partial() } : {};
    return [`${status}`, { description, content: only([...sharing, ...ANYWHERE.filter(hasStatus)]), ...headers }] as const;
  });
  return { ...Object.fromEntries(byStatus), ...anywhere };
}

/** A problem with one of these codes. */
function only(codes: readonly ProblemCode[]) {
  return { 'application/problem+json': { schema: problem.and(z.looseObject({ code: z.enum(codes) })) } };
}
