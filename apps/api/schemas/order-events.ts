import { z } from 'zod';
import { orderId } from './order';

const event = z
  .strictObject({
    sequence: z.int32().min(1).meta({ description: 'Its place in the history of the order: 1, 2, 3 …' }),
    type: z.string().meta({ description: 'What happened, in the past tense; new types may come.', examples: ['order.received'] }),
    at: z.iso.datetime().meta({ description: 'When it was noted (UTC).' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'OrderEvent' });

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
