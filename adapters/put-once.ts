import { Unavailable } from '../activities/ports';
import type { Spooled } from '../activities/upkeep-ports';
import type { Order } from '../domain/order';

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
