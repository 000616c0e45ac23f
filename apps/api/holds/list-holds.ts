import { z } from 'zod';
import { HOLD_CAUSES, type HoldCause } from '../../../domain/holds';
import { STUCK_CAUSES, type StuckCause } from '../../../domain/stuck';
import type { HeldOrder } from '../../../ports/holds';
import type { StuckOrder } from '../../../ports/stuck-orders';
import { json } from '../http/operation';
import { ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';
import { pageQuery } from '../http/schema-parts';
import { order, orderBody } from '../orders/order-schema';

const STAGES = ['held', 'stuck'] as const;

const page = {
  offset: z.int32().min(0),
  limit: z.int32().min(1),
  total: z.int32().min(0).meta({ description: 'How many of these orders there are in all.' }),
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
    since: moment('When the order was held'),
    until: moment('When the order is canceled if there is no answer before'),
  })
  .meta({ id: 'HeldOrder' });

const stuckOrder = z
  .strictObject({
    order,
    cause: cause<StuckCause>(STUCK_CAUSES),
    since: moment('When the order stopped making progress'),
    step: z.string().optional().meta({ description: 'The step that keeps failing.' }),
    error: z.string().optional().meta({ description: 'The last error of that step.' }),
  })
  .meta({ id: 'StuckOrder' });

/** Which held or stuck orders an operator asks for. */
const holdsQuery = pageQuery.extend({
  stage: z
    .enum(STAGES, `must be one of ${STAGES.join(', ')}, given once`)
    .default('held')
    .meta({ description: '`held`: orders that wait for an answer or an operator. `stuck`: orders that make no progress, whatever the cause.' }),
});

/** A page of the held or of the stuck orders. Those that have waited longest come first. */
export const holdPage = z
  .discriminatedUnion('stage', [
    z.strictObject({ stage: z.literal('held'), ...page, holds: z.array(heldOrder) }),
    z.strictObject({ stage: z.literal('stuck'), ...page, holds: z.array(stuckOrder) }),
  ])
  .meta({ id: 'HoldPage' });

/** Answers a page of the orders that are held, or of those that are stuck. */
export const listHolds = defineRoute({
  method: 'get',
  path: '/api/holds',
  access: ['operator', 'reader'],
  operation: {
    tag: 'Holds',
    operationId: 'listHolds',
    summary: 'List the held or the stuck orders',
    query: holdsQuery,
    answers: { [STATUS.ok]: json('A page of these orders. Those that have waited longest come first.', holdPage) },
    problems: ['UNAVAILABLE'],
  },
  handle: ({ holds, stuckOrders }) => async ({ query: { stage, ...wanted } }) => {
    if (stage === 'held') {
      const held = await holds.list(wanted);
      return ok({ stage, ...wanted, total: held.total, holds: held.holds.map(heldBody) });
    }
    const stuck = await stuckOrders.list(wanted);
    return ok({ stage, ...wanted, total: stuck.total, holds: stuck.orders.map(stuckBody) });
  },
});

/** The held order as operators see it. */
export function heldBody({ order: held, hold: { cause: why, since, until } }: HeldOrder): z.output<typeof heldOrder> {
  return { order: orderBody(held), cause: why, since, until };
}

function stuckBody({ order: stuck, cause: why, since, step, error }: StuckOrder): z.output<typeof stuckOrder> {
  return { order: orderBody(stuck), cause: why, since, ...(step !== undefined && { step }), ...(error !== undefined && { error }) };
}
