import type { Response } from 'express';
import type { Role } from '../../../config/api-keys';

/** Who sends a request: the holder of a key, or anyone, without a name, where the API is open. */
export type Caller = { readonly role: Role; readonly name: string } | { readonly role: 'anyone'; readonly name?: undefined };

/** Notes who sends the request that this is the response to. */
export function setCaller({ locals }: Response, caller: Caller): void {
  locals['caller'] = caller;
}

/** Who sends the request that this is the response to. Throws on routes that let everybody in unasked. */
export function callerOf({ locals }: Response): Caller {
  const caller = locals['caller'] as Caller | undefined;
  if (caller === undefined) throw new Error('nobody was asked who they are');
  return caller;
}
