import { z } from 'zod';
import { Unavailable } from '../../../ports/unavailable';
import { EVENT_DATA, EVENT_TYPES } from '../../runtime/event-schemas';
import type { OrderEvent } from '../../../domain/events';
import { json } from '../http/operation';
import { Problem } from '../http/problem';
import { ok, STATUS, type Reply } from '../http/replies';
import { defineRoute } from '../http/route';
import { attempt, lookUp, requireVisible } from './look-up';
import { orderId, ORDER_PATH } from './order-schema';

const place = {
  sequence: z.int32().min(1).meta({ description: 'The position of the event in the history of the order: 1, 2, 3 …' }),
  at: z.iso.datetime().meta({ description: 'When it happened (UTC).' }),
};

const event = z
  .union(EVENT_TYPES.map((type) => z.strictObject({ ...place, type: z.literal(type), data: EVENT_DATA[type] })))
  .meta({ id: 'OrderEvent', description: 'Something that has happened to the order. New types may be added, and new members of `data`.' });

/** The history of one order. */
export const orderEvents = z
  .strictObject({
    order_id: orderId,
    recorded: z.boolean().meta({
      description: '`true`: the events are from the event log, and final. `false`: the order is still open, and these are the events of its workflow so far.',
    }),
    events: z.array(event),
  })
  .meta({ id: 'OrderEvents' });

/**
 * Answers what has happened to an order: from the log once its outcome is there, before that from its workflow. Nothing has
 * happened yet to an order that waits in the spool.
 */
export const listEvents = defineRoute({
  method: 'get',
  path: '/api/order/:id/events',
  access: ['client', 'operator', 'reader'],
  operation: {
    tag: 'Orders',
    operationId: 'listEvents',
    summary: 'List what has happened to one order',
    ...ORDER_PATH,
    answers: { [STATUS.ok]: json('The events of the order.', orderEvents) },
    problems: ['UNAVAILABLE'],
  },
  handle: (deps) => async ({ path: { id }, response }) => {
    await requireVisible(deps, response, id);
    const logged = await deps.events.read(id);
    if (logged.some(isOutcome)) return timeline(id, true, logged);
    const known = await attempt(deps.workflows.timeline(id));
    if (known !== undefined && !(known instanceof Unavailable)) return timeline(id, false, known);
    if (await deps.spool.find(id)) return timeline(id, false, []);
    if (known instanceof Unavailable) throw known;
    const found = await lookUp(deps, id);
    // An open order without a workflow has no events yet. An order that has ended has events, and the log does not show them now.
    if (found?.status === 'PROCESSING') return timeline(id, false, []);
    if (found) throw new Unavailable('mongodb');
    throw new Problem('ORDER_NOT_FOUND');
  },
});

function isOutcome({ type }: OrderEvent): boolean {
  return type === 'order.approved' || type === 'order.canceled';
}

function timeline(id: string, recorded: boolean, events: readonly OrderEvent[]): Reply {
  return ok({ order_id: id, recorded, events: events.map(({ sequence, type, at, data }) => ({ sequence, type, at, data })) });
}
