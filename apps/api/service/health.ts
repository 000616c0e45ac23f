import { z } from 'zod';
import { unhealthy } from '../../runtime/dependencies';
import { json } from '../http/operation';
import { notReady, ok, STATUS } from '../http/replies';
import { defineRoute } from '../http/route';

/** The process serves. */
export const up = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Up' });

/** The process is not ready: `down` names the dependencies that do not answer. */
export const notReadyYet = z
  .strictObject({
    status: z.literal('unavailable'),
    down: z.array(z.string()).meta({ examples: [['postgres', 'temporal']] }),
  })
  .meta({ id: 'NotReady' });

/** Answers as long as the process runs. */
export const health = defineRoute({
  method: 'get',
  path: '/health',
  access: 'public',
  operation: {
    tag: 'Service',
    operationId: 'health',
    summary: 'Check that the process runs',
    answers: { [STATUS.ok]: json('The process runs.', up) },
  },
  handle: () => () => ok({ status: 'ok' }),
});

/** Answers whether everything that this process needs answers, and names what does not. */
export const readiness = defineRoute({
  method: 'get',
  path: '/readiness',
  access: 'public',
  operation: {
    tag: 'Service',
    operationId: 'readiness',
    summary: 'Check that all dependencies answer',
    answers: { [STATUS.ok]: json('All dependencies answer.', up), [STATUS.notReady]: json('At least one dependency does not answer. `down` names them.', notReadyYet) },
  },
  handle: ({ dependencies }) => async () => {
    const down = await unhealthy(dependencies);
    return down.length === 0 ? ok({ status: 'ok' }) : notReady({ status: 'unavailable', down });
  },
});
