import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outside } from '../outside';
import type { Report, Tool } from '../part';

/** How to build something that is kept in the user's cache. */
export interface Recipe {
  readonly name: string;
  /** The folder with the files that decide what comes out. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Finds the version in the text of those files. */
  readonly version: RegExp;
  readonly tools: readonly Tool[];
  build(target: string, report: Report): Promise<void>;
}

/** The folder that all clones of one user share: `DURABLE_ORDERS_CACHE`, or the usual place for caches. */
export function cacheFolder(): string {
  const { DURABLE_ORDERS_CACHE, XDG_CACHE_HOME } = outside();
  if (DURABLE_ORDERS_CACHE) return path.resolve(DURABLE_ORDERS_CACHE);
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'durable-orders');
}

/** Where the result of this recipe is, or will be: its name, its version and a hash of what went in. */
export function builtFolder(recipe: Recipe): string {
  const contents = recipe.files.map((file) => readFileSync(path.join(recipe.folder, file), 'utf8'));
  const hash = createHash('sha256').update(`${os.platform()}-${os.arch()}`);
  for (const content of contents) hash.update('\0').update(content);
  const version = recipe.version.exec(contents.join('\n'))?.[1];
  if (!version) throw new Error(`the recipe of ${recipe.name} does not say its version`);
  return path.join(cacheFolder(), `${recipe.name}-${version}-${hash.digest('hex').slice(0, 8)}`);
}

/** The programs still needed to have the result: none when it is there. */
export function toolsFor(recipe: Recipe): readonly Tool[] {
  return existsSync(builtFolder(recipe)) ? [] : recipe.tools;
}
