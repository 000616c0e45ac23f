import type { z } from 'zod';
import { fieldsInvalid } from '../http/problem';

/** The input as the schema's type. Throws a problem that names every field that is missing or wrong, each once. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = path.join('.');
    if (!errors.has(field)) errors.set(field, message);
  }
  throw fieldsInvalid([...errors].map(([field, message]) => ({ field, message })));
}
