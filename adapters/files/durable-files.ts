import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** The prefix of files that are still being written, or were when their writer was killed. */
export const UNFINISHED = '.unfinished-';

/**
 * Writes a new file. False when a file has that name already. In both cases the whole file survives a crash once this
 * resolves, and no reader ever sees a part of it.
 */
export async function createExclusive(folder: string, name: string, text: string): Promise<boolean> {
  const unfinished = path.join(folder, UNFINISHED + randomUUID());
  try {
    await writeDurably(unfinished, text);
    const isFirst = await linked(unfinished, path.join(folder, name));
    await syncFolder(folder);
    return isFirst;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Makes a folder, and its parents, for the owner alone, unless it exists. It survives a crash. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path.resolve(folder); made !== path.dirname(path.resolve(first)); made = path.dirname(made)) {
    await syncFolder(path.dirname(made));
  }
}

/** Writes a file, replacing an existing one, and syncs it to the disk. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Syncs the entries of a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
