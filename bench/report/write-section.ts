import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = path.join(__dirname, '..', '..', 'docs', 'performance.md');
/** Puts the result into `docs/performance.md`, in place of the last one of that name. */
export function writeSection(result: string, name: Section = 'measured'): void {
  writeFileSync(file, replaceSection(readFileSync(file, 'utf8'), result, name));
}

type Section = 'measured' | 'paging';

/** The text with what stands between the section's two marks replaced; throws when it has not both. */
export function replaceSection(text: string, result: string, name: Section = 'measured'): string {
  const [start, end] = [`<!-- ${name}: start -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${start} and ${end} are missing`);
  return `${text.slice(0, from + start.length)}\n\n${result}\n\n${text.slice(to)}`;
}
