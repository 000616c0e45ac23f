import express, { type Express, json } from 'express';
import { z } from 'zod';

/**
 * How the service answers a request: by the rule, with an error, never, with nonsense, wrongly, or wrongly only from
 * the second request about a user on.
 */
const behaviour = z.strictObject({
  mode: z.enum(['ok', 'fail', 'hang', 'rubbish', 'opposite', 'second-thoughts']),
  /** After so many requests the mode is `ok` again; without it the mode stays. */
  times: z.int().min(1).optional(),
});

type Behaviour = z.output<typeof behaviour>;

const NORMAL: Behaviour = { mode: 'ok' };
const FAILED = 500;
const REFUSED = 422;

/**
 * A stand-in for the company's user service: a user with `invalid` in the id is not valid. With test routes,
 * `PUT /control` makes it misbehave.
 */
export function createUserApi({ testRoutes }: { readonly testRoutes: boolean }): Express {
  let current = NORMAL;
  const askedAbout = new Set<string>();

  function nextMode(): Behaviour['mode'] {
    const { mode, times } = current;
    if (times !== undefined) current = times > 1 ? { mode, times: times - 1 } : NORMAL;
    return mode;
  }

  const app = express().disable('x-powered-by').disable('etag');
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/api/user/:id', async ({ params: { id } }, response) => {
    const is_valid = !id.includes('invalid');
    const mode = nextMode();
    switch (mode) {
      case 'ok':
        return response.json({ user_id: id, is_valid });
      case 'opposite':
        return response.json({ user_id: id, is_valid: !is_valid });
      case 'second-thoughts': {
        const isSecond = askedAbout.has(id);
        askedAbout.add(id);
        return response.json({ user_id: id, is_valid: isSecond ? !is_valid : is_valid });
      }
      case 'rubbish':
        return response.type('html').send('<p>is_valid</p>');
      case 'fail':
        return response.status(FAILED).json({ error: 'told to fail' });
      case 'hang':
        return undefined;
    }
  });
  if (testRoutes) {
    app.get('/control', (_request, response) => void response.json(current));
    app.put('/control', json(), ({ body }, response) => {
      const wanted = behaviour.safeParse(body);
      if (wanted.success) current = wanted.data;
      response.status(wanted.success ? 200 : REFUSED).json(wanted.success ? current : { error: wanted.error.message });
    });
  }
  return app;
}
