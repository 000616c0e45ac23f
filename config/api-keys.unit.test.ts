import assert from 'node:assert/strict';
import { loadConfig } from './config';

const [A, B] = ['a'.repeat(64), 'B'.repeat(64)] as const;
const keysIn = (API_KEYS: string) => loadConfig({ API_KEYS }).API_KEYS;

describe('API_KEYS', () => {
  it('are entries between commas, none unless there are some', () => {
    assert.deepEqual(loadConfig({}).API_KEYS, []);
    assert.deepEqual(keysIn(' '), []);
    assert.deepEqual(keysIn(`shop:client:${A}, ada.b-c_1:operator:${B}`), [
      { name: 'shop', role: 'client', sha256: A },
      { name: 'ada.b-c_1', role: 'operator', sha256: B.toLowerCase() },
    ]);
  });

  it('may be several of one name, while one takes the place of another', () => {
    assert.equal(keysIn(`shop:client:${A},shop:client:${B}`).length, 2);
  });

  it('are refused by number, without what they hold', () => {
    const wrong: Record<string, RegExp> = {
      [`shop:client:${A},`]: /entry 2 is not name:role:sha256, with client, operator, reader for the role$/m,
      [`shop:client:${A.slice(1)}`]: /entry 1 is not/,
      [`shop:client:${A}a`]: /entry 1 is not/,
      [`shop:CLIENT:${A}`]: /entry 1 is not/,
      [`shop:admin:${A}`]: /entry 1 is not/,
      [`:client:${A}`]: /entry 1 is not/,
      [`${'x'.repeat(65)}:client:${A}`]: /entry 1 is not/,
      [`a b:client:${A}`]: /entry 1 is not/,
      [`anyone:client:${A}`]: /entry 1 has a name that is nobody/,
      [`shop:client:${A},ada:operator:${A.toUpperCase()}`]: /entry 2 has the key of an earlier one/,
      [`shop:client:${A},shop:operator:${B}`]: /entry 2 has the name of an earlier one, and another role/,
      'shop,ada': /entry 1 is not[^]*entry 2 is not/,
    };
    for (const [text, message] of Object.entries(wrong)) assert.throws(() => keysIn(text), message, text);
    assert.throws(() => keysIn('shop:client:the-key-itself'), (error: Error) => !error.message.includes('the-key-itself'));
  });
});
