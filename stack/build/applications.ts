import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lock } from '../lock';
import { outside } from '../outside';
import type { Report } from '../part';
import { buildLockPort, repositoryFolder } from '../slot';
import { runTool } from './run-tool';

const sourceFolders = ['apps', 'workflows', 'activities', 'domain', 'ports', 'adapters', 'config', 'examples', 'migrations'];
const sourceFiles = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const stamp = path.join(repositoryFolder, 'dist', '.sources');
let building: Promise<string> | undefined;

/** Compiles our own processes into `dist/` if that was made from other sources; returns a hash of the sources. */
export function builtApplications(report: Report): Promise<string> {
  building ??= build(report).finally(() => (building = undefined));
  return building;
}

async function build(report: Report): Promise<string> {
  const before = hashOfSources();
  if (isFresh(before)) return before;
  const release = await lock(buildLockPort(), (holder) => report(`waiting until ${holder} has compiled`));
  try {
    const sources = hashOfSources();
    if (isFresh(sources)) return sources;
    report('compiling');
    rmSync(stamp, { force: true });
    await runTool({ command: 'npm', args: ['run', '--silent', 'build'], folder: repositoryFolder, env: outside() });
    writeFileSync(stamp, sources);
    return sources;
  } finally {
    release();
  }
}

function isFresh(sources: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of [...sourceFiles, ...sourceFolders.flatMap(sourcesIn)]) {
    hash.update(file).update('\0').update(readFileSync(path.join(repositoryFolder, file))).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function sourcesIn(folder: string): string[] {
  const files = readdirSync(path.join(repositoryFolder, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.(ts|sql)$/.test(file) && !file.endsWith('.test.ts'));
  return sources.map((file) => path.join(folder, file)).sort();
}
