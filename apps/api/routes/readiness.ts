import { unhealthy } from '../../dependency';
import type { ApiDeps } from '../deps';
import { notReady, ok } from '../http/replies';
import type { Route } from '../http/route';

/** Answers whether everything this process needs is there, and names what is not. */
export function readiness({ dependencies }: ApiDeps): Route['handle'] {
  return async () => {
    const down = await unhealthy(dependencies);
    return down.length === 0 ? ok({ status: 'ok' }) : notReady({ status: 'unavailable', down });
  };
}
