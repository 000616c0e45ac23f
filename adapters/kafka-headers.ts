import type { IHeaders } from 'kafkajs';

/** A header of a record. A record may have several of one name. */
export type Header = readonly [name: string, value: Buffer];

/**
 * The headers of a record, as bytes. kafkajs cannot send a header without a value, so one becomes empty; and to a header
 * that is named like something every object has (`constructor`) it adds that thing, which is left out.
 */
export function headersOf(headers: IHeaders = {}): Header[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value): Header[] => {
      if (value === null || value === undefined) return [[name, Buffer.alloc(0)]];
      return typeof value === 'string' || Buffer.isBuffer(value) ? [[name, Buffer.from(value)]] : [];
    }),
  );
}

/** The headers as kafkajs sends them. */
export function toKafkaHeaders(headers: readonly Header[]): IHeaders {
  const byName = new Map<string, Buffer[]>();
  for (const [name, value] of headers) byName.set(name, [...(byName.get(name) ?? []), value]);
  return Object.fromEntries(byName);
}
