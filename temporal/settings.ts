import { readFileSync } from 'node:fs';
import path from 'node:path';

export const namespace = 'default';

/** What the development server's SQLite needs to be both safe and quick: a write-ahead log, flushed at checkpoints. */
const sqlitePragmas = ['journal_mode=WAL', 'synchronous=NORMAL'];

/**
 * The settings in `dynamic-config.json`, which is also the server's own file format (JSON is YAML).
 *
 * - A queue is polled at most 20 times a second by default, which adds up to 50 ms to every workflow task on a server with
 *   one shard. The queue that writes what lists are made from keeps that: polled less often it writes an order that has
 *   ended meanwhile once instead of twice, for a tenth of the CPU time.
 * - A timer may fire a second late by default, and each retry is a timer.
 * - One partition per task queue spares a small server the forwarding between four.
 */
function dynamicConfig(): Record<string, unknown> {
  const file = JSON.parse(read('dynamic-config.json')) as Record<string, [{ value: unknown }]>;
  return Object.fromEntries(Object.entries(file).map(([key, [{ value }]]) => [key, value]));
}

/** The search attributes of an order's workflow and their types, as `search-attributes.txt` lists them. */
export function searchAttributes(): Record<string, string> {
  const lines = read('search-attributes.txt').split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

/** All of this as flags of `temporal server start-dev`. */
export function developmentServerFlags(): string[] {
  return [
    ...sqlitePragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...Object.entries(dynamicConfig()).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
    ...Object.entries(searchAttributes()).flatMap(([key, type]) => ['--search-attribute', `${key}=${type}`]),
    '--ui-disable-news-fetch',
    '--disable-config-file',
    '--disable-config-env',
  ];
}

function read(file: string): string {
  return readFileSync(path.join(__dirname, file), 'utf8');
}
