import { z } from 'zod';

const visible = z.string('is missing').regex(/^[\x21-\x7e]{1,255}$/, 'must be visible ASCII characters');

/** The headers of an event on Kafka: the attributes of a CloudEvent 1.0 in binary mode, and the type of its body. */
export const EVENT_ATTRIBUTES = z.object({
  'content-type': z.literal('application/json', 'must be application/json'),
  ce_specversion: z.literal('1.0', 'must be 1.0'),
  ce_id: visible.meta({ description: 'The same on a duplicate: the order’s id and `ce_sequence`.' }),
  ce_source: visible,
  ce_type: visible.meta({ description: 'New types may come.' }),
  ce_subject: visible.meta({ description: 'The order’s id.' }),
  ce_time: z.iso
    .datetime('must be a time in UTC')
    .refine((time) => time >= '1970', 'must be a time of ours')
    .meta({ description: 'When it was noted.' }),
  ce_sequence: z.string('is missing').regex(/^[1-9]\d{0,9}$/, 'must be a number').meta({ description: 'Its place in the history of the order: 1, 2, 3 …' }),
});
