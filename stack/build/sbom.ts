/**
 * Prints what api and worker are made of, as CycloneDX JSON. From files that ask for nothing else: `npm sbom --omit dev` leaves
 * out what is needed for both, use and tests.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryFolder } from '../slot';

interface Package {
  readonly name?: string;
  readonly devDependencies?: object;
}

const read = <T>(file: string) => JSON.parse(readFileSync(path.join(repositoryFolder, file), 'utf8')) as T;
const forUse = (described: Package): Package => ({ ...described, devDependencies: {} });

const described = read<Package>('package.json');
const lock = read<{ packages: Record<string, Package> }>('package-lock.json');
const packages = { ...lock.packages, '': forUse(lock.packages[''] ?? {}) };

const temporary = mkdtempSync(path.join(tmpdir(), 'sbom-'));
try {
  // npm calls the whole by the name of its folder.
  const folder = path.join(temporary, described.name ?? 'sbom');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(forUse(described)));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages }));
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  rmSync(temporary, { recursive: true });
}
