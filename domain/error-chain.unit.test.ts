import assert from 'node:assert/strict';
import { errorChain } from './error-chain';

const caused = (message: string, cause: unknown) => new Error(message, { cause });

describe('the text of an error', () => {
  const TABLE: readonly (readonly [name: string, error: unknown, text: string])[] = [
    ['is its message', new Error('no'), 'no'],
    ['names what caused it, outermost first', caused('outer', caused('inner', new Error('innermost'))), 'outer: inner: innermost'],
    ['names once what only repeats its cause', caused('no', caused('no', new Error('why'))), 'no: why'],
    ['is what was thrown when that is no error', 'text', 'text'],
    ['takes a cause that is no error', caused('outer', 7), 'outer: 7'],
  ];
  for (const [name, error, text] of TABLE) it(name, () => assert.equal(errorChain(error), text));
});
