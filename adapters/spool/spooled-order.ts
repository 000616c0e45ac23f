import { z } from 'zod';
import { parseMoney, toCents } from '../../domain/money';
import { type Order, ORDER_ID } from '../../domain/order';
import { findPaymentMethod } from '../../domain/payment-methods';
import type { Spooled } from '../../ports/spool';
import { Unavailable } from '../../ports/unavailable';

const VERSION = 1;

/** The most that is read of what may be an order; a spooled one is far below. */
export const MAX_SPOOLED_BYTES = 64 * 1024;

const fields = z.strictObject({
  id: z.string().regex(ORDER_ID),
  value: z.string().transform((text, context) => {
    const parsed = parseMoney(text);
    if (parsed !== undefined && toCents(parsed) > 0n) return parsed;
    context.addIssue('is not an amount of money over 0');
    return z.NEVER;
  }),
  // What the table takes: an order that cannot be settled must not be started.
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

/** The name under which an order is spooled; `undefined` for an id that is not in the form of one. */
export function spooledName(orderId: string): string | undefined {
  return ORDER_ID.test(orderId) ? `${orderId}.json` : undefined;
}

/** What is stored of an order, and the name it is stored under. Throws when its id is not in the form of one. */
export function toSpooled(order: Order): { readonly name: string; readonly text: string } {
  const name = spooledName(order.id);
  if (name === undefined) throw new Error(`${JSON.stringify(order.id)} is not the id of an order`);
  return { name, text: JSON.stringify({ version: VERSION, order }) };
}

/** Reads what is stored under a name: the order, or why it is none. */
export function fromSpooled(name: string, bytes: Uint8Array): Spooled {
  if (bytes.length > MAX_SPOOLED_BYTES) return tooLarge(bytes.length);
  const text = decoded(bytes);
  const parsed = text === undefined ? undefined : document.safeParse(text);
  if (parsed === undefined) return { corrupt: 'it is not JSON' };
  if (!parsed.success) return { corrupt: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
  const { order } = parsed.data;
  return name === spooledName(order.id) ? { order } : { corrupt: `it is the order ${order.id}, under another name` };
}

/** What is said of something that is too large to be read. */
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

/** Where one thing is written under a name that is free, and read. */
interface ExclusiveStore {
  /** False when there is something under the name already. */
  write(name: string, text: string): Promise<boolean>;
  read(name: string): Promise<Spooled | undefined>;
}

/** Between a write that was refused and the read, a recover job may take away what was there; not time after time. */
const TRIES = 3;

/** Writes an order unless there is something under its name; answers with the order that is there then. Throws `Unavailable` when that is none. */
export async function putIfAbsent(store: ExclusiveStore, order: Order, { name, text }: { name: string; text: string }): Promise<Order> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await store.write(name, text)) return order;
    const current = orderOf(name, await store.read(name));
    if (current) return current;
  }
  throw new Unavailable('spool', { cause: new Error(`${name} comes and goes`) });
}

/** The order in what was read. Throws `Unavailable` when that is none: nothing can be said about the order then. */
export function orderOf(name: string, spooled: Spooled | undefined): Order | undefined {
  if (spooled && 'corrupt' in spooled) throw new Unavailable('spool', { cause: new Error(`${name} is no order: ${spooled.corrupt}`) });
  return spooled?.order;
}

/** What was listed: a name, and when it was written, in milliseconds. */
export interface Listed {
  readonly name: string;
  readonly writtenAt: number;
}

/** The names of the oldest, at most so many. Those of one moment go by name, as most ids begin with the time. */
export function oldestNames(listed: readonly Listed[], atMost: number): string[] {
  return listed
    .toSorted((a, b) => a.writtenAt - b.writtenAt || (a.name < b.name ? -1 : 1))
    .slice(0, atMost)
    .map(({ name }) => name);
}

/**
 * The name for something in quarantine. It begins with the moment of writing, so that another one that comes later
 * under the same name does not take its place.
 */
export function quarantineName(name: string, writtenAt: Date): string {
  return `${writtenAt.toISOString().replaceAll(/[-:]/g, '')}-${name}`;
}
