import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../http/replies';

/** RFC 9457, with `code` for programs and `error` for clients of the old API. */
export const problem = z
  .strictObject({
    type: z.string().meta({ examples: ['urn:problem:payment-method-invalid'] }),
    title: z.string().meta({ examples: ['The method passed is invalid.'] }),
    status: z.int32(),
    detail: z.string(),
    instance: z.string().meta({ description: 'This very failure; quote it when asking for help. Also in `X-Request-Id`.' }),
    code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]).meta({ description: 'Stable; new codes may come.' }),
    error: z.string().meta({ description: 'The same as `detail`.' }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'With `FIELDS_INVALID`: what is wrong with which field.' }),
  })
  .meta({ id: 'Problem' });
