import type { Express, Request, Response } from 'express';
import type { Admit } from '../access/admission';
import { send } from './answer';
import { Problem } from './problem';
import type { Reply } from './replies';

/** The HTTP methods that any route takes. */
export const METHODS = ['get', 'post', 'put', 'delete'] as const;

type Method = (typeof METHODS)[number];

/** One operation of the API. The handler returns its answer; what it throws goes through the one error map. */
export interface Route {
  readonly method: Method;
  /** Express form: `/api/order/:id`. */
  readonly path: string;
  readonly handle: (request: Request, response: Response) => Reply | Promise<Reply>;
}

/**
 * Mounts the routes, each behind its admission; a known path asked with another method answers 405 and names the methods it
 * takes.
 */
export function mount(app: Express, routes: readonly Route[], admissionTo: (route: Route) => Admit): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const sharing = routes.filter((route) => route.path === path);
    const mounted = app.route(path);
    for (const route of sharing) {
      const admit = admissionTo(route);
      mounted[route.method](async (request, response) => {
        await admit(request, response);
        send(response, await route.handle(request, response));
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
