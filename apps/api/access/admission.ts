import type { Request, Response } from 'express';
import type { ApiKey } from '../../../config/api-keys';
import { runMiddleware } from '../http/request';
import { Problem } from '../http/problem';
import type { Route } from '../http/route';
import { accessTo, type Access } from './access-to';
import { setCaller } from './caller';
import { keyHolderAmong } from './key-holder';
import { limitOfKeys, limitOfRefusals } from './rate-limits';

/** Lets a request in, before anything of its body is read, or throws a {@link Problem}. It has a caller from then on. */
export type Admit = (request: Request, response: Response) => Promise<void>;

export interface AdmissionOptions {
  /** None: the API is open, and anyone may do anything. */
  readonly keys: readonly ApiKey[];
  /** How many requests a key is good for; 0: any number. */
  readonly requestsPerSecond: number;
}

/** How requests are let in to each route. */
export function admission(options: AdmissionOptions): (route: Pick<Route, 'method' | 'path'>) => Admit {
  const byKey = options.keys.length === 0 ? undefined : admissionByKey(options);
  return (route) => {
    const access = accessTo(route);
    return byKey ? byKey(access) : async (_request, response) => setCaller(response, { role: 'anyone' });
  };
}

function admissionByKey({ keys, requestsPerSecond }: AdmissionOptions): (access: Access) => Admit {
  const holderOf = keyHolderAmong(keys);
  const refusals = limitOfRefusals();
  const requests = requestsPerSecond > 0 ? limitOfKeys(requestsPerSecond) : undefined;
  return (access) => {
    if (access === 'open') return async () => undefined;
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

/** RFC 6750: what is wrong with a key is said only when there was one. */
function unauthenticated({ headers: { authorization } }: Request): Problem {
  const challenge = authorization === undefined ? 'Bearer' : 'Bearer error="invalid_token"';
  return new Problem('UNAUTHENTICATED', { headers: { 'WWW-Authenticate': challenge } });
}
