import { callerOf } from '../access/caller';
import { readBody } from '../http/read-body';
import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import { requestIdOf } from '../http/request';
import type { Route } from '../http/route';
import { LIMIT_FIELDS, limitBody, limitRequest } from '../schemas/limit';
import { parse } from '../schemas/parse';
import { userPath } from '../schemas/user-id';

/** Answers a user's own limits; a user nobody has heard of has none. */
export function limitOfUser({ limits }: ApiDeps): Route['handle'] {
  return async ({ params }) => {
    const { user_id } = parse(userPath, params);
    return ok(limitBody(await limits.limitOf(user_id)));
  };
}

/** Gives a user limits of their own, in place of those they had, and answers them. The log says who has. */
export function setLimitOfUser({ limits, logger }: ApiDeps): Route['handle'] {
  return async (request, response) => {
    const { user_id } = parse(userPath, request.params);
    const own = parse(limitRequest, await readBody(request, response, LIMIT_FIELDS));
    const wanted = { perOrderLimit: own.per_order_limit, exposureCap: own.exposure_cap };
    await limits.setLimit(user_id, wanted);
    logger.info('the limits of a user were set', { requestId: requestIdOf(response), by: callerOf(response).name, userId: user_id, ...wanted });
    return ok(limitBody(wanted));
  };
}
