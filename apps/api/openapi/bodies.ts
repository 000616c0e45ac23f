import type { z } from 'zod';

/** A body of this schema in any of the three forms the API takes; `inForm` is what of it can be said in fields that are text. */
export function anyForm(schema: z.ZodType, inForm = schema) {
  const fields = { schema: inForm };
  return { 'multipart/form-data': fields, 'application/x-www-form-urlencoded': fields, 'application/json': { schema } };
}
