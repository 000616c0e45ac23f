import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
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
function cacheFolder(): string {
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

const underWay = new Map<string, Promise<string>>();
const temporaryPrefix = '.building-';
const abandonedAfterMs = 24 * 3600 * 1000;

/** The folder with what the recipe makes, built now if it is not in the cache. Either complete or absent. */
export function ensureBuilt(recipe: Recipe, report: Report): Promise<string> {
  const folder = builtFolder(recipe);
  if (existsSync(folder)) return Promise.resolve(folder);
  const building = underWay.get(folder) ?? build(recipe, folder, report).finally(() => underWay.delete(folder));
  underWay.set(folder, building);
  return building;
}

async function build(recipe: Recipe, folder: string, report: Report): Promise<string> {
  await mkdir(cacheFolder(), { recursive: true });
  await removeAbandoned();
  const temporary = await mkdtemp(path.join(cacheFolder(), `${temporaryPrefix}${recipe.name}-`));
  const removeTemporary = () => rmSync(temporary, { recursive: true, force: true });
  process.on('exit', removeTemporary);
  try {
    await recipe.build(temporary, report);
    await publish(temporary, folder);
    return folder;
  } finally {
    removeTemporary();
    process.off('exit', removeTemporary);
  }
}

/** Puts the result in place; when another clone was faster, its result stands. */
async function publish(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Clears away what a killed build of days ago left. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(cacheFolder())) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const folder = path.join(cacheFolder(), name);
    const age = await stat(folder).then((found) => Date.now() - found.mtimeMs, () => 0);
    if (age > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}
