import { z } from 'zod';
import { CHECK_NAMES, CHECKS, type CheckEvent } from '../../domain/checks';
import type { OrderFact } from '../../domain/events';
import { DECISIONS, HOLD_CAUSES, type HoldCause } from '../../domain/holds';
import type { Money } from '../../domain/money';
import { REJECTION_REASONS, type RejectionReason } from '../../domain/order';
import type { PaymentMethod } from '../../domain/payment-methods';

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
    .meta({ description: 'When it was recorded.' }),
  ce_sequence: z.string('is missing').regex(/^[1-9]\d{0,9}$/, 'must be a number').meta({ description: 'Its place in the history of the order: 1, 2, 3 …' }),
});

export type EventType = OrderFact['type'];

/** The data of events of this type, as the domain has it. */
export type DataOf<Type extends EventType> = OrderFact extends infer Fact
  ? Fact extends { readonly type: infer Types; readonly data: infer Data }
    ? Type extends Types
      ? Data
      : never
    : never
  : never;

// Not transformed: the text stays as the domain has written it.
const money = z
  .string()
  .regex(/^[0-9]{1,16}(\.[0-9]{1,2})?$/, 'must be an amount')
  .meta({ description: 'Decimal text.', examples: ['1000'] }) as unknown as z.ZodType<Money, string>;

// Any text: an event stays readable when its payment method is no longer offered.
const method = z.string() as unknown as z.ZodType<PaymentMethod, string>;

const checked = z.object({ source: z.enum(['api', 'cache']).meta({ description: 'Where the answer comes from: the user service now, or its last stored answer.' }) });
const ofChecks = Object.fromEntries(
  Object.values(CHECKS).flatMap(({ passed, failed }) => [[passed, checked], [failed, checked]]),
) as Readonly<Record<CheckEvent, typeof checked>>;

const step = z.object({ step: z.literal('limit') });

const resumption = z.discriminatedUnion('by', [
  z.object({ by: z.enum(['answer', 'refusal', 'deadline']) }),
  z.object({ by: z.literal('operator'), operator: z.string(), decision: z.enum(DECISIONS), note: z.string() }),
]);

/** THE schemas of the data of events, by type: for consumers, and for the OpenAPI and AsyncAPI documents. */
export const EVENT_DATA = {
  'order.received': z.object({ id: z.uuid(), value: money, user_id: z.string(), installment: z.int32(), method }),
  ...ofChecks,
  'limit.reserved': z.object({ limit: money }),
  'limit.refused': z.object({
    limit: money,
    rule: z.enum(['per-order', 'exposure', 'released']).exactOptional(),
    room: money.exactOptional().meta({ description: 'The amount that was left under the limit or cap.' }),
    reason: z.literal('LIMIT_EXCEEDED'),
  }),
  'check.unavailable': z.object({ check: z.literal(CHECK_NAMES), attempts: z.int32(), fallback: z.enum(['cache', 'hold', 'none']) }),
  'order.held': z.object({ cause: z.enum(Object.keys(HOLD_CAUSES) as HoldCause[]), until: z.iso.datetime() }),
  'order.resumed': resumption,
  'compensation.started': step,
  'limit.released': step,
  'order.approved': z.object({}),
  'order.canceled': z.object({
    reason: z.enum(Object.keys(REJECTION_REASONS) as RejectionReason[]),
    by: z.string().exactOptional().meta({ description: 'The operator who asked for it by name.' }),
  }),
} satisfies { readonly [Type in EventType]: z.ZodType<DataOf<Type>> };

export const EVENT_TYPES = Object.keys(EVENT_DATA) as EventType[];
