import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.join(__dirname, '..', '..', 'docs', 'performance.md');
const start = '<!-- measured: start -->';
const end = '<!-- measured: end -->';

/** Puts the result into `docs/performance.md`, in place of the last one. */
export function writeSection(result: string): void {
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), result));
}

/** The text with what stands between its two marks replaced; throws when it has not both. */
export function replaceSection(text: string, result: string): string {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${start} and ${end} are missing`);
  return `${text.slice(0, from + start.length)}\n\n${result}\n\n${text.slice(to)}`;
}
