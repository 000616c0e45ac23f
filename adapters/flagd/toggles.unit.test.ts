import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Toggle, TOGGLES } from '../../ports/toggles';
import { flagdText } from '../../test/contracts/flagd-text';
import { togglesContract } from '../../test/contracts/toggles.contract';
import { until } from '../../test/until';
import { FlagdToggles } from './toggles';

const EVERY_MS = 10;

/** Puts a file there, so that it is never seen half written. */
function put(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

describe("toggles in flagd's file", () => {
  let root: string;
  let count = 0;
  const opened: FlagdToggles[] = [];
  before(() => (root = mkdtempSync(path.join(tmpdir(), 'toggles-'))));
  after(() => rmSync(root, { recursive: true }));
  afterEach(() => Promise.all(opened.splice(0).map((toggles) => toggles.close())));

  const newFile = () => path.join(root, `${(count += 1)}.json`);

  /** Toggles that follow a file, and what they have reported. */
  async function follow(file: string) {
    const set: string[] = [];
    const unusable: string[] = [];
    const toggles = new FlagdToggles({
      file,
      everyMs: EVERY_MS,
      onSet: (off) => set.push(off.join()),
      onUnusable: (error) => unusable.push(String(error)),
    });
    opened.push(toggles);
    await toggles.start();
    const untilOff = (...off: Toggle[]) => until(`[${off.join()}] is off`, () => set.at(-1) === off.join());
    const offNow = () => TOGGLES.filter((toggle) => !toggles.isOn(toggle));
    return { toggles, set, unusable, untilOff, offNow };
  }

  async function followWithout(...off: Toggle[]) {
    const file = newFile();
    put(file, flagdText(off));
    const followed = await follow(file);
    assert.deepEqual(followed.offNow(), off);
    return { file, ...followed };
  }

  togglesContract('FlagdToggles', async () => {
    const file = newFile();
    put(file, flagdText([]));
    const { toggles } = await follow(file);
    return { toggles, switchOff: (off) => writeFileSync(file, flagdText(off)), close: () => toggles.close() };
  });

  it('are all in the file that comes with the service, and on', async () => {
    const { offNow, unusable } = await follow(path.resolve('config/toggles.json'));
    assert.deepEqual([offNow(), unusable], [[], []]);
    const { flags } = (await import('../../config/toggles.json', { with: { type: 'json' } })).default;
    assert.deepEqual(Object.keys(flags), [...TOGGLES]);
  });

  it('are what the file says from the start, before anybody asks', async () => {
    const { set } = await followWithout('postOrder', 'fallbackToHold');
    assert.deepEqual(set, ['postOrder,fallbackToHold']);
  });

  it('are on without a file, which is reported once, and follow one that comes later', async () => {
    const file = newFile();
    const { offNow, unusable, toggles, untilOff } = await follow(file);
    assert.deepEqual(offNow(), []);
    assert.equal(toggles.isStale(), true);
    put(file, flagdText(['postOrder']));
    await untilOff('postOrder');
    assert.equal(toggles.isStale(), false);
    assert.equal(unusable.length, 1);
    assert.match(unusable[0] ?? '', /ENOENT/);
  });

  it('are on when they are not in the file', async () => {
    const { file, untilOff } = await followWithout('postOrder');
    put(file, '{"flags":{}}');
    await untilOff();
  });

  for (const [what, text] of Object.entries(brokenTexts())) {
    it(`stay as they are while the file has ${what} in it, which is reported once, and follow it again afterwards`, async () => {
      const { file, unusable, toggles, offNow, untilOff } = await followWithout('getOrderById');
      put(file, text);
      await until('it is reported', () => unusable.length > 0);
      assert.equal(toggles.isStale(), true);
      assert.deepEqual(offNow(), ['getOrderById']);
      put(file, flagdText(['postOrder']));
      await untilOff('postOrder');
      assert.equal(toggles.isStale(), false);
      assert.equal(unusable.length, 1);
    });
  }

  it('follow a file that is put in its place by renaming, again and again', async () => {
    const { file, untilOff } = await followWithout();
    for (const off of ['postOrder', 'getOrderById', 'fallbackToSpool'] as const) {
      put(file, flagdText([off]));
      await untilOff(off);
    }
  });

  it('follow a link that is put on another file', async () => {
    const { file } = await followWithout('postOrder');
    const link = newFile();
    symlinkSync(file, link);
    const { untilOff } = await follow(link);
    const other = newFile();
    put(other, flagdText(['getOrderById']));
    symlinkSync(other, `${link}.new`);
    renameSync(`${link}.new`, link);
    await untilOff('getOrderById');
  });

  it('stay as they are when the file is removed, and follow it when it comes back', async () => {
    const { file, unusable, offNow, untilOff } = await followWithout('postOrder');
    rmSync(file);
    await until('it is reported', () => unusable.length > 0);
    assert.deepEqual(offNow(), ['postOrder']);
    put(file, flagdText(['getOrderById']));
    await untilOff('getOrderById');
  });

  it('stay as they are once they are closed, and look at the file no more', async () => {
    const { file, toggles, offNow, set, unusable } = await followWithout('postOrder');
    const other = await follow(file);
    await toggles.close();
    await toggles.close();
    for (const off of ['getOrderById', 'getOrdersFromUser'] as const) {
      put(file, flagdText([off]));
      await other.untilOff(off);
    }
    for (const times of [1, 2]) {
      put(file, '{'.repeat(times));
      await until('it is reported', () => other.unusable.length >= times);
    }
    assert.deepEqual([offNow(), set.length, unusable], [['postOrder'], 1, []]);
  });

  it('keep no process from ending', async () => {
    const file = newFile();
    put(file, flagdText(['postOrder']));
    const script = path.resolve('test/contracts/follow-toggles.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, file], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 15_000 });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const [code] = (await once(child, 'close')) as [number];
    assert.deepEqual([code, printed], [0, 'postOrder: false\n']);
  });
});

/** What a file may have in it that is none of flagd's, by what is wrong with it. */
function brokenTexts(): Record<string, string> {
  const postOrder = (changes: object) => JSON.stringify({ flags: { postOrder: { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on', ...changes } } });
  return {
    nothing: '',
    'half of it': flagdText([]).slice(0, 100),
    'no JSON': 'postOrder: off',
    null: 'null',
    'an array': '[]',
    'an empty object': '{}',
    'flags that are none': '{"flags":null}',
    'a list of flags': '{"flags":[]}',
    'a bare boolean': '{"flags":{"postOrder":false}}',
    'no variants': postOrder({ variants: undefined }),
    'a default that is no variant': postOrder({ defaultVariant: 'onn' }),
    'a default that is a boolean': postOrder({ defaultVariant: true }),
    'variants that are texts': postOrder({ variants: { on: 'true', off: 'false' } }),
    'a state that is none': postOrder({ state: 'OFF' }),
    'a rule that is none': postOrder({ targeting: { no_such_rule: [1] } }),
  };
}
