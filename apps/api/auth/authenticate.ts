import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import type { ApiDeps } from '../http/deps';
import { Problem } from '../http/problem';
import { runMiddleware } from '../http/request';
import type { Access, Authenticate } from '../http/route';
import { callerOf, keyHolderAmong, setCaller } from './api-keys';

/** The length of the window in which requests are counted. A refused client has to wait at most this long. */
const WINDOW_S = 10;

/** How many requests without a valid key an address may send in a window: enough for typing errors, too few for guessing. */
const REFUSALS = 100;

/** How requests are authenticated and authorized on a route, by who may use it. Afterwards the request has a caller. */
export function authentication({ keys, requestsPerSecond }: Pick<ApiDeps, 'keys' | 'requestsPerSecond'>): (access: Access) => Authenticate {
  if (keys.length === 0) return () => async (_request, response) => setCaller(response, { role: 'anyone' });
  const holderOf = keyHolderAmong(keys);
  const refusals = limitOfRefusals();
  const requests = requestsPerSecond > 0 ? limitOfKeys(requestsPerSecond) : undefined;
  return (access) => {
    if (access === 'public') return async () => undefined;
    return async (request, response) => {
      const caller = holderOf(request.headers.authorization);
      if (caller === undefined) {
        await runMiddleware(refusals, request, response);
        throw unauthenticated(request);
      }
      setCaller(response, caller);
      if (requests) await runMiddleware(requests, request, response);
      if (!access.some((role) => role === caller.role)) throw new Problem('FORBIDDEN');
    };
  };
}

/** RFC 6750: the challenge names an error only when there was a key. */
function unauthenticated({ headers: { authorization } }: Request): Problem {
  const challenge = authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  return new Problem('UNAUTHENTICATED', { headers: { 'WWW-Authenticate': challenge } });
}

/** The limit of each key, which the headers of every answer show. It counts the requests that all holders of the key send to this process. */
function limitOfKeys(requestsPerSecond: number): RateLimitRequestHandler {
  return limited(requestsPerSecond * WINDOW_S, 'requests', (_request, response) => callerOf(response).name ?? '');
}

/** The limit of each address on requests that show no valid key. */
function limitOfRefusals(): RateLimitRequestHandler {
  return limited(REFUSALS, 'refusals', ({ ip }) => (ip === undefined ? '' : ipKeyGenerator(ip)));
}

/** Refuses with `RATE_LIMITED` above the limit. The headers are those of draft-ietf-httpapi-ratelimit-headers-08. */
function limited(limit: number, identifier: string, keyGenerator: (request: Request, response: Response) => string) {
  return rateLimit({
    ...{ windowMs: WINDOW_S * 1000, limit, identifier, keyGenerator },
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // The library would check settings that we have chosen on purpose, and print warnings about them.
    validate: false,
    handler: (_request, _response, next) => next(new Problem('RATE_LIMITED')),
  });
}
