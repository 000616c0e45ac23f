import type { Express, Request, Response } from 'express';
import type { z } from 'zod';
import type { Role } from '../../../config/api-keys';
import type { Toggle } from '../../../ports/toggles';
import { send } from './answer';
import type { ApiDeps } from './deps';
import type { Operation } from './operation';
import { fieldsInvalid, Problem } from './problem';
import { readBody } from './read-body';
import type { ProblemCode, Reply } from './replies';

/** The HTTP methods that routes use. */
export const METHODS = ['get', 'post', 'put', 'delete'] as const;

type Method = (typeof METHODS)[number];

/** The roles that may use a route where there are API keys; or it is public, and nobody needs a key for it. */
export type Access = readonly Role[] | 'public';

interface RouteFacts {
  readonly method: Method;
  /** In Express form: `/api/order/:id`. */
  readonly path: string;
  readonly access: Access;
  /** While this toggle is off, the route answers `FEATURE_OFF`. */
  readonly toggle?: Toggle;
  /** Whether the route exists. When this is left out, it always does. */
  readonly exists?: (deps: ApiDeps) => boolean;
}

/** One operation of the API: where it is, who may use it, how it is documented, and its handler. */
export interface Route extends RouteFacts {
  readonly operation: Operation;
  /** Answers a request that is authenticated. An error that it throws is answered as a problem. */
  readonly handle: (deps: ApiDeps) => (request: Request, response: Response) => Promise<Reply>;
}

/** A request whose path and query were checked. */
interface Input<Path extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly path: z.output<Path>;
  readonly query: z.output<Query>;
  /** Reads and checks the body. The `known` fields replace those that were sent. */
  readonly body: (known?: Readonly<Record<string, unknown>>) => Promise<z.output<Body>>;
  readonly request: Request;
  readonly response: Response;
}

interface TypedRoute<Path extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> extends RouteFacts {
  readonly operation: Operation<Path, Query, Body>;
  readonly handle: (deps: ApiDeps) => (input: Input<Path, Query, Body>) => Reply | Promise<Reply>;
}

/** Makes a route whose handler gets the parts of the request as the schemas of the operation have parsed them. */
export function defineRoute<Path extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  route: TypedRoute<Path, Query, Body>,
): Route {
  const { path, pathProblem, query, body } = route.operation;
  const parseBody: Input<Path, Query, Body>['body'] = () => Promise.reject(new Error(`${route.path} has no body`));
  return {
    ...route,
    handle: (deps) => {
      const handle = route.handle(deps);
      return async (request, response) =>
        handle({
          path: parse(path, request.params, pathProblem),
          query: parse(query, request.query),
          body: body ? async (known) => parse(body.schema, { ...(await readBody(request, response, body.asText ?? [])), ...known }) : parseBody,
          request,
          response,
        });
    },
  };
}

/** The input as the schema's type. Throws a problem that names every field that is missing or wrong, each once, or the given problem. */
function parse<Schema extends z.ZodType>(schema: Schema | undefined, input: unknown, problem?: ProblemCode): z.output<Schema> {
  // A handler reads nothing that its route has no schema for: it would see only fields of type `unknown`.
  if (!schema) return undefined as z.output<Schema>;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  if (problem) throw new Problem(problem);
  const errors = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = path.join('.');
    if (!errors.has(field)) errors.set(field, message);
  }
  throw fieldsInvalid([...errors].map(([field, message]) => ({ field, message })));
}

/** Finds out who sends a request, before its body is read. Throws a {@link Problem} when they may not use the route. */
export type Authenticate = (request: Request, response: Response) => Promise<void>;

/**
 * Mounts the routes, each behind its authentication and its toggle. A known path that is asked for with another method is answered
 * with 405 and the methods that it takes.
 */
export function mount(app: Express, routes: readonly Route[], deps: ApiDeps, authenticateFor: (access: Access) => Authenticate): void {
  const present = routes.filter(({ exists }) => exists === undefined || exists(deps));
  for (const path of new Set(present.map((route) => route.path))) {
    const sharing = present.filter((route) => route.path === path);
    const mounted = app.route(path);
    for (const { method, access, toggle, handle } of sharing) {
      const authenticate = authenticateFor(access);
      const answer = handle(deps);
      mounted[method](async (request, response) => {
        await authenticate(request, response);
        if (toggle !== undefined && !deps.toggles.isOn(toggle)) throw new Problem('FEATURE_OFF');
        send(response, await answer(request, response));
      });
    }
    const headers = { Allow: allow(sharing.map(({ method }) => method)) };
    mounted.all(() => {
      throw new Problem('HTTP_METHOD_NOT_ALLOWED', { headers });
    });
  }
}

/** The methods as the header `Allow` names them. */
export function allow(methods: readonly Method[]): string {
  return methods.map((method) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase())).join(', ');
}
