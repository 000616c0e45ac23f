import type { ApiDeps } from '../deps';
import { ok } from '../http/replies';
import type { Route } from '../http/route';
import { exposureBody } from '../schemas/exposure';
import { parse } from '../schemas/parse';
import { userPath } from '../schemas/user-id';

/** Answers how much of a user's orders counts now; of a user nobody has heard of, nothing does. */
export function exposureOfUser({ limits }: ApiDeps): Route['handle'] {
  return async ({ params }) => {
    const { user_id } = parse(userPath, params);
    return ok(exposureBody(await limits.exposureOf(user_id)));
  };
}
