import assert from 'node:assert/strict';
import { loadConfig } from '../../config/config';
import { hashOfKey } from '../../config/api-keys';
import { apiKeyCommand } from './api-key';
import { UsageError, type CommandContext } from './command';

describe('api-key', () => {
  let printed: string[];
  beforeEach(() => (printed = []));

  const run = (...args: string[]) => apiKeyCommand().run({ print: (line: string) => void printed.push(line) } as unknown as CommandContext, args);

  it('makes a key, another one each time, and the entry that the configuration takes', async () => {
    for (let time = 0; time < 2; time += 1) assert.equal(await run('shop-1', 'client'), true);
    const [key = '', entry = '', other] = printed.map((line) => line.split('  ').at(-1));
    assert.match(key, /^[\w-]{43}$/);
    assert.notEqual(key, other);
    const sha256 = hashOfKey(key).toString('hex');
    assert.deepEqual(loadConfig({ API_KEYS: entry }).API_KEYS, [{ name: 'shop-1', role: 'client', sha256 }]);
    assert.ok(!entry.includes(key));
  });

  it('takes a name and a role that can be', async () => {
    for (const args of [[], ['shop'], ['shop', 'admin'], ['a b', 'client'], ['anyone', 'client'], ['shop:x', 'client'], ['a,b', 'client'], ['shop', 'client', 'now']]) {
      await assert.rejects(run(...args), UsageError, args.join(' '));
    }
    assert.deepEqual(printed, []);
  });
});
