import { access, constants, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Order } from '../../domain/order';
import type { Spool, Spooled, SpooledOrders } from '../../ports/spool';
import { Unavailable, withDeadline } from '../../ports/unavailable';
import {
  fromSpooled,
  MAX_SPOOLED_BYTES,
  oldestNames,
  orderOf,
  putIfAbsent,
  quarantineName,
  spooledName,
  tooLarge,
  toSpooled,
} from '../spool/spooled-order';
import { createExclusive, makeFolder, syncFolder, UNFINISHED, writeDurably } from './durable-files';

/** The most files that are examined to find the oldest. Most names begin with the time, so the oldest are among the first. */
const MOST_EXAMINED = 10_000;
/** Writing a file never takes so long, unless its writer was killed. */
const ABANDONED_AFTER_MS = 60_000;

interface FolderSpoolOptions {
  readonly folder: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
}

/**
 * The spool as a folder with a file per order. Every process of the system must see the same folder. The quarantine is
 * its subfolder `aside/`.
 */
export class FolderSpool implements Spool, SpooledOrders {
  readonly name = 'spool';
  readonly #folder: string;
  readonly #quarantine: string;

  constructor(private readonly options: FolderSpoolOptions) {
    this.#folder = path.resolve(options.folder);
    this.#quarantine = path.join(this.#folder, 'aside');
  }

  /** Makes the folder. Can be repeated; `put` does it too. */
  async prepare(): Promise<void> {
    await this.#call(() => makeFolder(this.#folder));
  }

  async put(order: Order): Promise<Order> {
    const spooled = toSpooled(order);
    const write = async (name: string, text: string) => {
      await makeFolder(this.#folder);
      return createExclusive(this.#folder, name, text);
    };
    return this.#call(() => putIfAbsent({ write, read: (name) => this.#read(name) }, order, spooled));
  }

  async find(orderId: string): Promise<Order | undefined> {
    const name = spooledName(orderId);
    return name === undefined ? undefined : this.#call(async () => orderOf(name, await this.#read(name)));
  }

  async names(atMost: number): Promise<string[]> {
    return this.#call(async () => {
      const files = await this.#files();
      await this.#clearAbandoned(files.filter((name) => name.startsWith(UNFINISHED)));
      const names = files.filter((name) => !name.startsWith('.')).sort().slice(0, MOST_EXAMINED);
      const listed = await Promise.all(names.map(async (name) => ({ name, writtenAt: (await this.#writtenAt(name))?.getTime() })));
      return oldestNames(listed.flatMap(({ name, writtenAt }) => (writtenAt === undefined ? [] : [{ name, writtenAt }])), atMost);
    });
  }

  read(name: string): Promise<Spooled | undefined> {
    return this.#call(() => this.#read(name));
  }

  async remove(name: string): Promise<void> {
    await this.#call(() => rm(path.join(this.#folder, name), { force: true }));
  }

  async quarantine(name: string, why: string): Promise<void> {
    await this.#call(async () => {
      const writtenAt = await this.#writtenAt(name);
      if (!writtenAt) return;
      await makeFolder(this.#quarantine);
      const target = path.join(this.#quarantine, quarantineName(name, writtenAt));
      await writeDurably(`${target}.why`, `${why}\n`);
      await unlessGone(rename(path.join(this.#folder, name), target));
      await syncFolder(this.#quarantine);
    });
  }

  /** Resolves when the folder can be read and written. */
  async ping(): Promise<void> {
    await this.prepare();
    await this.#call(() => access(this.#folder, constants.R_OK | constants.W_OK | constants.X_OK));
  }

  async #files(): Promise<string[]> {
    const entries = await unlessGone(readdir(this.#folder, { withFileTypes: true }));
    return (entries ?? []).filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  async #clearAbandoned(unfinished: readonly string[]): Promise<void> {
    for (const name of unfinished) {
      const writtenAt = await this.#writtenAt(name);
      if (writtenAt && Date.now() - writtenAt.getTime() > ABANDONED_AFTER_MS) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  async #writtenAt(name: string): Promise<Date | undefined> {
    return (await unlessGone(stat(path.join(this.#folder, name))))?.mtime;
  }

  async #read(name: string): Promise<Spooled | undefined> {
    const file = await unlessGone(open(path.join(this.#folder, name), 'r'));
    if (!file) return undefined;
    try {
      const { size } = await file.stat();
      return size > MAX_SPOOLED_BYTES ? tooLarge(size) : fromSpooled(name, await file.readFile());
    } finally {
      await file.close();
    }
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.options.timeoutMs, call());
    } catch (cause) {
      throw cause instanceof Unavailable ? cause : new Unavailable('spool', { cause });
    }
  }
}

async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
