import assert from 'node:assert/strict';
import { escaped, escapedBytes } from './escape';

describe('foreign text in a terminal', () => {
  it('stays as it is when it can be seen', () => {
    for (const text of ['', 'abc', '{"a":"ü😀"}', ' spaces ']) assert.equal(escaped(text), text);
  });

  const strange = {
    '\n': '\\n',
    '\r': '\\u{d}',
    '\x1b[2J': '\\u{1b}[2J',
    '\x9b': '\\u{9b}',
    '\u2028': '\\u{2028}',
    '\u202eabc': '\\u{202e}abc',
    '\u200b': '\\u{200b}',
    '\ud800': '\\u{d800}',
    '\u{e0041}': '\\u{e0041}',
    '\\n': '\\\\n',
  };
  for (const [text, shown] of Object.entries(strange)) {
    it(`is shown as ${shown}`, () => assert.equal(escaped(text), shown));
  }

  it('is shown in base64 when it is none', () => {
    assert.equal(escapedBytes(Buffer.from('a\nb')), 'a\\nb');
    assert.equal(escapedBytes(Buffer.from([0xff, 0x00])), 'base64 /wA=');
  });
});
