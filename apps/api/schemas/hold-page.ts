import { z } from 'zod';
import { HOLD_CAUSES, type HoldCause } from '../../../domain/holds';
import { STUCK_CAUSES, type StuckCause } from '../../../domain/stuck';
import type { HeldOrder, StuckOrder } from '../ports';
import { order, orderBody } from './order';
import { pageQuery } from './order-page';

const STAGES = ['held', 'stuck'] as const;

const page = {
  offset: z.int32().min(0),
  limit: z.int32().min(1),
  total: z.int32().min(0).meta({ description: 'How many there are in all.' }),
};

const moment = (description: string) => z.iso.datetime().meta({ description: `${description} (UTC).` });

function cause<Cause extends string>(causes: Readonly<Record<Cause, string>>) {
  const names = Object.keys(causes) as Cause[];
  return z.enum(names).meta({ description: names.map((name) => `- \`${name}\`: ${causes[name]}`).join('\n') });
}

const heldOrder = z
  .strictObject({
    order,
    cause: cause<HoldCause>(HOLD_CAUSES),
    since: moment('Since when it is held'),
    until: moment('When it is canceled unless there is an answer by then'),
  })
  .meta({ id: 'HeldOrder' });

const stuckOrder = z
  .strictObject({
    order,
    cause: cause<StuckCause>(STUCK_CAUSES),
    since: moment('Since when it does not go on'),
    step: z.string().optional().meta({ description: 'The step that keeps failing.' }),
    error: z.string().optional().meta({ description: 'How that step failed last.' }),
  })
  .meta({ id: 'StuckOrder' });

/** Which held or stuck orders an operator asks for. */
export const holdsQuery = pageQuery.extend({
  stage: z
    .enum(STAGES, `must be one of ${STAGES.join(', ')}, given once`)
    .default('held')
    .meta({ description: '`held`: waiting for an answer or an operator. `stuck`: not going on, whatever the cause.' }),
});

/** Some of the held or of the stuck orders, those first that have waited longest. */
export const holdPage = z
  .discriminatedUnion('stage', [
    z.strictObject({ stage: z.literal('held'), ...page, holds: z.array(heldOrder) }),
    z.strictObject({ stage: z.literal('stuck'), ...page, holds: z.array(stuckOrder) }),
  ])
  .meta({ id: 'HoldPage' });

/** The held order as operators see it. */
export function heldBody({ order, hold: { cause, since, until } }: HeldOrder): z.output<typeof heldOrder> {
  return { order: orderBody(order), cause, since, until };
}

/** The stuck order as operators see it. */
export function stuckBody({ order, cause, since, step, error }: StuckOrder): z.output<typeof stuckOrder> {
  return { order: orderBody(order), cause, since, ...(step !== undefined && { step }), ...(error !== undefined && { error }) };
}
