import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const read = <T>(file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as T;

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly version: string; readonly purl: string }[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly name?: string; readonly version: string; readonly dev?: boolean }>>;
}

describe('The list of what api and worker are made of', () => {
  it('has every package they need, and none that only builds or tests them', () => {
    const printed = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const { bomFormat, components } = JSON.parse(printed) as Sbom;
    assert.equal(bomFormat, 'CycloneDX');
    const { packages } = read<Lock>('package-lock.json');
    const needed = Object.entries(packages).filter(([at, { dev }]) => at !== '' && !dev);
    const names = new Set(needed.map(([at, { name = at.split('node_modules/').at(-1), version }]) => `${name} ${version}`));
    assert.deepEqual(components.map(({ name, version }) => `${name} ${version}`).sort(), [...names].sort());
    assert.ok([...names].some((name) => name.startsWith('express ')));
    for (const { name, purl } of components) assert.match(purl, /^pkg:npm\/.+@.+/, name);
  });
});
