import { Unavailable } from '../activities/ports';
import type { Spooled } from '../activities/upkeep-ports';
import type { Order } from '../domain/order';

/** How one thing is written unless something is there, and read. */
interface WriteOnceStore {
  /** False when something stands under the name already. */
  write(name: string, text: string): Promise<boolean>;
  read(name: string): Promise<Spooled | undefined>;
}

/** Between a write that was refused and the read, a recover job may take away what stood there; not time after time. */
const TRIES = 3;

/** Writes an order unless something stands under its name; answers with the order that stands. Throws `Unavailable` when that is none. */
export async function putOnce(store: WriteOnceStore, order: Order, { name, text }: { name: string; text: string }): Promise<Order> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await store.write(name, text)) return order;
    const standing = orderOf(name, await store.read(name));
    if (standing) return standing;
  }
  throw new Unavailable('spool', { cause: new Error(`${name} comes and goes`) });
}

/** The order in what was read. Throws `Unavailable` when that is none: nothing can be said about the order then. */
export function orderOf(name: string, spooled: Spooled | undefined): Order | undefined {
  if (spooled && 'corrupt' in spooled) throw new Unavailable('spool', { cause: new Error(`${name} is no order: ${spooled.corrupt}`) });
  return spooled?.order;
}
