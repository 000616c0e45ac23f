import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../part';
import { builtFolder, cacheFolder, type Recipe } from './recipe';

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
