import { z } from 'zod';
import { EVENT_DATA, EVENT_TYPES } from '../../../adapters/event-data';
import { orderId } from './order';

const place = {
  sequence: z.int32().min(1).meta({ description: 'Its place in the history of the order: 1, 2, 3 …' }),
  at: z.iso.datetime().meta({ description: 'When it was noted (UTC).' }),
};

const events = EVENT_TYPES.map((type) => z.strictObject({ ...place, type: z.literal(type), data: EVENT_DATA[type] }));

const event = z
  .union(events)
  .meta({ id: 'OrderEvent', description: 'What happened, in the past tense. New types may come, and more `data` of those there are.' });

/** The history of one order. */
export const orderEvents = z
  .strictObject({
    order_id: orderId,
    recorded: z.boolean().meta({
      description: '`true`: from the event log, final. `false`: what the workflow has noted so far; the order is still open.',
    }),
    events: z.array(event),
  })
  .meta({ id: 'OrderEvents' });
