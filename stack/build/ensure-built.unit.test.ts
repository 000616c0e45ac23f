import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtFolder, ensureBuilt, type Recipe, toolsFor } from './recipe';

describe('what is built into the cache', () => {
  const before = process.env['DURABLE_ORDERS_CACHE'];
  let folder: string;
  let cache: string;
  let builds: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'recipe-'));
    cache = path.join(folder, 'cache');
    process.env['DURABLE_ORDERS_CACHE'] = cache;
    writeFileSync(path.join(folder, 'recipe.txt'), 'version 1.2.3\n');
    builds = 0;
  });

  afterEach(() => {
    if (before === undefined) delete process.env['DURABLE_ORDERS_CACHE'];
    else process.env['DURABLE_ORDERS_CACHE'] = before;
    rmSync(folder, { recursive: true });
  });

  function recipe(build: Recipe['build'] = async (target) => writeFileSync(path.join(target, 'program'), String(++builds))): Recipe {
    return { name: 'thing', folder, files: ['recipe.txt'], version: /version (\S+)/, tools: ['go'], build };
  }

  const quiet = () => undefined;

  it('is built once, also when asked for twice at once', async () => {
    const [one, two] = await Promise.all([ensureBuilt(recipe(), quiet), ensureBuilt(recipe(), quiet)]);
    assert.equal(one, two);
    assert.match(path.basename(one), /^thing-1\.2\.3-[0-9a-f]{8}$/);
    await ensureBuilt(recipe(), quiet);
    assert.equal(builds, 1);
  });

  it('needs its tools only until it is there', async () => {
    assert.deepEqual(toolsFor(recipe()), ['go']);
    await ensureBuilt(recipe(), quiet);
    assert.deepEqual(toolsFor(recipe()), []);
  });

  it('is built anew when its recipe changes', async () => {
    const first = await ensureBuilt(recipe(), quiet);
    writeFileSync(path.join(folder, 'recipe.txt'), 'version 1.2.4\n');
    assert.notEqual(await ensureBuilt(recipe(), quiet), first);
    assert.equal(builds, 2);
  });

  it('leaves nothing behind when building fails', async () => {
    const failing = recipe(async (target) => {
      writeFileSync(path.join(target, 'half'), '');
      throw new Error('no network');
    });
    await assert.rejects(ensureBuilt(failing, quiet), /no network/);
    assert.deepEqual(readdirSync(cache), []);
  });

  it('is what another clone has built when that one was faster', async () => {
    const slower = recipe(async (target) => {
      const theirs = builtFolder(recipe());
      mkdirSync(theirs);
      writeFileSync(path.join(theirs, 'program'), 'theirs');
      writeFileSync(path.join(target, 'program'), 'ours');
    });
    assert.equal(readFileSync(path.join(await ensureBuilt(slower, quiet), 'program'), 'utf8'), 'theirs');
    assert.ok(!readdirSync(cache).some((name) => name.startsWith('.building-')));
  });
});
