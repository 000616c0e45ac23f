import { z } from 'zod';
import { issuesAsText } from '../../domain/error-chain';
import { parseMoney, toCents } from '../../domain/money';
import { type Order, ORDER_ID } from '../../domain/order';
import { findPaymentMethod } from '../../domain/payment-methods';
import type { Spooled } from '../../ports/spool';
import { Unavailable } from '../../ports/unavailable';

const VERSION = 1;

/** The most bytes that are read of something that may be an order; a spooled order is far smaller. */
export const MAX_SPOOLED_BYTES = 64 * 1024;

const fields = z.strictObject({
  id: z.string().regex(ORDER_ID),
  value: z.string().transform((text, context) => {
    const parsed = parseMoney(text);
    if (parsed !== undefined && toCents(parsed) > 0n) return parsed;
    context.addIssue('is not an amount of money over 0');
    return z.NEVER;
  }),
  // The limits of the table: an order that cannot be settled must not be started.
  userId: z.string().min(1).max(255).regex(/^[^\p{Cc}\p{Cs}]*$/u),
  installment: z.int(),
  method: z.string(),
  acceptedAt: z.iso.datetime(),
  client: z.string().regex(/^[\w.-]{1,64}$/).exactOptional(),
});

const order = fields.transform((given, context): Order => {
  const option = findPaymentMethod(given.method, given.installment);
  if (option === undefined) context.addIssue('is not paid in a way that is offered');
  return option ? { ...given, method: option.method } : z.NEVER;
});

const document = z.strictObject({ version: z.literal(VERSION), order });

/** The name under which an order is spooled; `undefined` when the id does not have the form of an order id. */
export function spooledName(orderId: string): string | undefined {
  return ORDER_ID.test(orderId) ? `${orderId}.json` : undefined;
}

/** The text that is stored for an order, and its name. Throws when the id does not have the form of an order id. */
export function toSpooled(order: Order): { readonly name: string; readonly text: string } {
  const name = spooledName(order.id);
  if (name === undefined) throw new Error(`${JSON.stringify(order.id)} is not the id of an order`);
  return { name, text: JSON.stringify({ version: VERSION, order }) };
}

/** Reads what is stored under a name: the order, or why it is not an order. */
export function fromSpooled(name: string, bytes: Uint8Array): Spooled {
  if (bytes.length > MAX_SPOOLED_BYTES) return tooLarge(bytes.length);
  const text = decoded(bytes);
  const parsed = text === undefined ? undefined : document.safeParse(text);
  if (parsed === undefined) return { corrupt: 'it is not JSON' };
  if (!parsed.success) return { corrupt: issuesAsText(parsed.error.issues) };
  const { order } = parsed.data;
  return name === spooledName(order.id) ? { order } : { corrupt: `it is the order ${order.id}, under another name` };
}

/** The answer about something that is too large to be read. */
export function tooLarge(bytes: number): Spooled {
  return { corrupt: `it has ${bytes} bytes, more than an order can have` };
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** A store that writes a name once and reads it. */
interface ExclusiveStore {
  /** False when something is stored under the name already. */
  write(name: string, text: string): Promise<boolean>;
  read(name: string): Promise<Spooled | undefined>;
}

/** The recover job may remove the stored order between our write and our read; after so many tries we give up. */
const TRIES = 3;

/**
 * Writes an order unless something is stored under its name; answers with the order that is stored then. Throws `Unavailable` when
 * that is not an order.
 */
export async function putIfAbsent(store: ExclusiveStore, order: Order, { name, text }: { name: string; text: string }): Promise<Order> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await store.write(name, text)) return order;
    const current = orderOf(name, await store.read(name));
    if (current) return current;
  }
  throw new Unavailable('spool', { cause: new Error(`${name} was there at each write and gone at each read`) });
}

/** The order in what was read. Throws `Unavailable` when that is not an order, because then nothing is known about the order. */
export function orderOf(name: string, spooled: Spooled | undefined): Order | undefined {
  if (spooled && 'corrupt' in spooled) throw new Unavailable('spool', { cause: new Error(`${name} is no order: ${spooled.corrupt}`) });
  return spooled?.order;
}

/** A name in the spool, and when it was written, in milliseconds since 1970. */
export interface Listed {
  readonly name: string;
  readonly writtenAt: number;
}

/** The names of the oldest, at most so many. Names of one moment are sorted, as most ids begin with the time. */
export function oldestNames(listed: readonly Listed[], atMost: number): string[] {
  return listed
    .toSorted((a, b) => a.writtenAt - b.writtenAt || (a.name < b.name ? -1 : 1))
    .slice(0, atMost)
    .map(({ name }) => name);
}

/**
 * The name for something in quarantine. It begins with the time of writing, so that something that is written later
 * under the same name does not replace it.
 */
export function quarantineName(name: string, writtenAt: Date): string {
  return `${writtenAt.toISOString().replaceAll(/[-:]/g, '')}-${name}`;
}
