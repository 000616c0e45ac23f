import { Unavailable } from '../../../activities/ports';
import type { OrderEvent } from '../../../domain/events';
import type { ApiDeps } from '../deps';
import { Problem } from '../http/problem';
import { ok, type Reply } from '../http/replies';
import type { Route } from '../http/route';
import { orderIdOf } from './order-id-of';

/** Answers what has happened to an order: from the log once its outcome is there, before that from its workflow. */
export function listEvents({ orders, workflows, events }: ApiDeps): Route['handle'] {
  return async (request) => {
    const id = orderIdOf(request);
    const logged = await events.read(id);
    if (logged.some(isOutcome)) return timeline(id, true, logged);
    const noted = await workflows.timeline(id);
    if (noted) return timeline(id, false, noted);
    if (await orders.find(id)) throw new Unavailable('mongodb');
    throw new Problem('ORDER_NOT_FOUND');
  };
}

function isOutcome({ type }: OrderEvent): boolean {
  return type === 'order.approved' || type === 'order.canceled';
}

function timeline(orderId: string, recorded: boolean, events: readonly OrderEvent[]): Reply {
  return ok({ order_id: orderId, recorded, events: events.map(({ sequence, type, at, data }) => ({ sequence, type, at, data })) });
}
