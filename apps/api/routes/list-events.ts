import { Unavailable } from '../../../activities/ports';
import type { OrderEvent } from '../../../domain/events';
import { requireVisible } from '../access/visible-order';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok, type Reply } from '../http/replies';
import type { Route } from '../http/route';
import { attempt } from '../reads/attempt';
import { lookUp } from '../reads/look-up';
import { orderIdOf } from './order-id-of';

/**
 * Answers what has happened to an order: from the log once its outcome is there, before that from its workflow. Nothing has
 * happened yet to an order that waits in the spool.
 */
export function listEvents(deps: ApiDeps): Route['handle'] {
  const { workflows, events, spool } = deps;
  return async (request, response) => {
    const id = orderIdOf(request);
    await requireVisible(deps, response, id);
    const logged = await events.read(id);
    if (logged.some(isOutcome)) return timeline(id, true, logged);
    const noted = await attempt(workflows.timeline(id));
    if (noted !== undefined && !(noted instanceof Unavailable)) return timeline(id, false, noted);
    if (await spool.find(id)) return timeline(id, false, []);
    if (noted instanceof Unavailable) throw noted;
    const known = await lookUp(deps, id);
    // Open without a workflow: nothing has noted anything. Ended, and not in the log: that is not what happened.
    if (known?.status === 'PROCESSING') return timeline(id, false, []);
    if (known) throw new Unavailable('mongodb');
    throw new Problem('ORDER_NOT_FOUND');
  };
}

function isOutcome({ type }: OrderEvent): boolean {
  return type === 'order.approved' || type === 'order.canceled';
}

function timeline(orderId: string, recorded: boolean, events: readonly OrderEvent[]): Reply {
  return ok({ order_id: orderId, recorded, events: events.map(({ sequence, type, at, data }) => ({ sequence, type, at, data })) });
}
