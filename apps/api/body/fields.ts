import { fieldsInvalid } from '../http/problem';

/** A body's fields by name, as they were sent: not yet checked. It has no prototype, so every name is harmless. */
export type Fields = Readonly<Record<string, unknown>>;

/** Refuses a body that names a field twice: which of the two was meant is not ours to guess. */
export function uniqueFields(entries: Iterable<readonly [name: string, value: unknown]>): Fields {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entries) {
    if (name in fields) throw fieldsInvalid([{ field: name, message: 'must be given once' }]);
    fields[name] = value;
  }
  return fields;
}
