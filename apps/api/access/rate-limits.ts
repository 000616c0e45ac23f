import { ipKeyGenerator, rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import type { Request, Response } from 'express';
import { Problem } from '../http/problem';
import { callerOf } from './caller';

/** Requests are counted over so long; a client that was refused may come again within it. */
const WINDOW_S = 10;

/** How often an address may come without a key, or with one that is wrong, in that time: people mistype, machines guess. */
const REFUSALS = 100;

/** The limit of each key, told with every answer; of all its holders' requests to this process. */
export function limitOfKeys(requestsPerSecond: number): RateLimitRequestHandler {
  return limited(requestsPerSecond * WINDOW_S, 'requests', (_request, response) => callerOf(response).name ?? '');
}

/** The limit of each address on requests that show no valid key. */
export function limitOfRefusals(): RateLimitRequestHandler {
  return limited(REFUSALS, 'refusals', ({ ip }) => (ip === undefined ? '' : ipKeyGenerator(ip)));
}

/** Refuses with `RATE_LIMITED` whoever comes more often; the headers are those of draft-ietf-httpapi-ratelimit-headers-08. */
function limited(limit: number, identifier: string, keyGenerator: (request: Request, response: Response) => string) {
  return rateLimit({
    ...{ windowMs: WINDOW_S * 1000, limit, identifier, keyGenerator },
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // What it would check is ours to set, and it would tell the console.
    validate: false,
    handler: (_request, _response, next) => next(new Problem('RATE_LIMITED')),
  });
}
