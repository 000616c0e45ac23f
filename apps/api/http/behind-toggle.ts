import type { Toggle } from '../../../domain/toggles';
import type { ApiDeps } from '../deps';
import { Problem } from './problem';
import type { Route } from './route';

/** The handler, as long as the toggle is on; `FEATURE_OFF` before anything of the request is read while it is off. */
export function behindToggle({ toggles }: ApiDeps, toggle: Toggle, handle: Route['handle']): Route['handle'] {
  return (request, response) => {
    if (!toggles.isOn(toggle)) throw new Problem('FEATURE_OFF');
    return handle(request, response);
  };
}
