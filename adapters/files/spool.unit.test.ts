import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newOrder } from '../../test/contracts/sample-orders';
import { spoolContract } from '../../test/contracts/spool.contract';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { FolderSpool } from './spool';

const IN_TIME_MS = 1_000;

describe('the spool in a folder', () => {
  let root: string;
  let count = 0;
  before(() => (root = mkdtempSync(path.join(tmpdir(), 'spool-'))));
  after(() => rmSync(root, { recursive: true }));

  const newFolder = () => path.join(root, String((count += 1)), 'spool');
  const spoolIn = (folder: string) => new FolderSpool({ folder, timeoutMs: 5_000 });
  /** The mode of a file or folder, as it is written: `600`. */
  const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

  spoolContract('a folder', async () => {
    const folder = newFolder();
    return {
      spool: spoolIn(folder),
      resolutionMs: 20,
      async plant(name, bytes) {
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, name), bytes);
      },
      async quarantined() {
        const names = (await readdir(path.join(folder, 'aside'))).filter((name) => !name.endsWith('.why'));
        const text = (name: string) => readFile(path.join(folder, 'aside', name), 'utf8');
        return Promise.all(names.map(async (name) => ({ name, text: await text(name), why: await text(`${name}.why`) })));
      },
    };
  });

  it('is made when it is needed, for its owner alone', async () => {
    const folder = newFolder();
    const spool = spoolIn(folder);
    assert.deepEqual(await spool.names(10), []);
    const order = newOrder();
    await spool.put(order);
    await spool.quarantine(`${order.id}.json`, 'why');
    await spool.put(order);
    await spool.ping();
    for (const made of [folder, path.join(folder, 'aside')]) assert.equal(modeOf(made), '700');
    assert.equal(modeOf(path.join(folder, `${order.id}.json`)), '600');
    for (const file of readdirSync(path.join(folder, 'aside'))) assert.equal(modeOf(path.join(folder, 'aside', file)), '600');
  });

  it('is prepared and asked how it is before anything is put', async () => {
    const spool = spoolIn(newFolder());
    await Promise.all([spool.prepare(), spool.prepare()]);
    await spool.prepare();
    await spool.ping();
  });

  it('takes nothing for an order that a killed process has left half written, and clears it away after a while', async () => {
    const folder = newFolder();
    const spool = spoolIn(folder);
    const order = newOrder();
    await spool.put(order);
    const leftovers = ['.unfinished-old', '.unfinished-new'].map((name) => path.join(folder, name));
    for (const file of leftovers) writeFileSync(file, '{"version":1,"ord');
    utimesSync(leftovers[0] ?? '', new Date(0), new Date(0));
    assert.deepEqual(await spool.names(10), [`${order.id}.json`]);
    assert.deepEqual(readdirSync(folder).sort(), ['.unfinished-new', `${order.id}.json`]);
  });

  it('has every order whole that was put when its process is killed', async function () {
    this.timeout(30_000);
    const folder = newFolder();
    const script = path.resolve('test/contracts/put-until-killed.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.length > 20_000) child.kill('SIGKILL');
    });
    await once(child, 'close');

    const spool = spoolIn(folder);
    // The last line may have been cut off.
    const put = printed.split('\n').slice(0, -1);
    assert.ok(put.length > 100);
    for (const id of put) assert.equal((await spool.find(id))?.id, id);
    for (const name of await spool.names(10_000)) assert.ok('order' in ((await spool.read(name)) ?? {}), name);
  });

  it('leaves nothing beside the orders when many are put at once, and is one for several processes', async () => {
    const folder = newFolder();
    const orders = Array.from({ length: 50 }, () => newOrder());
    await Promise.all(orders.map((order) => spoolIn(folder).put(order)));
    assert.deepEqual(readdirSync(folder).sort(), orders.map(({ id }) => `${id}.json`).sort());
  });

  it('is unavailable, in time, where no folder can be', async () => {
    const file = path.join(root, 'a file');
    writeFileSync(file, '');
    const spool = spoolIn(path.join(file, 'spool'));
    const order = newOrder();
    const calls = [() => spool.put(order), () => spool.find(order.id), () => spool.names(1), () => spool.read('x'), () => spool.quarantine('x', ''), () => spool.ping(), () => spool.prepare()];
    for (const call of calls) await assertUnavailable('spool', call, IN_TIME_MS);
  });
});
