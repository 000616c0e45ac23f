import assert from 'node:assert/strict';
import { printable } from './schema-parts';

const RULE = /^(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFD]|[\u200C\u200D])$/u;

describe('Printable text', () => {
  it('is of every character but those that cannot be seen, as Unicode names them', () => {
    const text = printable(2);
    const differing: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (text.safeParse(character).success !== RULE.test(character)) differing.push(code.toString(16));
    }
    assert.deepEqual(differing, []);
  });
});
