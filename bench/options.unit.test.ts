import assert from 'node:assert/strict';
import { readOptions } from './options';

describe('The options of the benchmark', () => {
  it('have defaults', () => {
    assert.deepEqual(readOptions([]), { rounds: 3, seconds: 8, clients: [1, 8, 32], write: false, against: undefined });
  });

  it('are read from the command line', () => {
    const options = readOptions(['--rounds', '7', '--seconds', '2', '--clients', '4,16', '--write']);
    assert.deepEqual(options, { rounds: 7, seconds: 2, clients: [4, 16], write: true, against: undefined });
  });

  it('ask for five pairs when two commits are compared', () => {
    assert.equal(readOptions(['--against', 'v1']).rounds, 5);
  });

  it('are refused, by name, when they make no sense', () => {
    assert.throws(() => readOptions(['--clients', '1,none']), /--clients/);
    assert.throws(() => readOptions(['--rounds', '0']), /--rounds/);
    assert.throws(() => readOptions(['--against', 'v1', '--write']), /--write/);
    assert.throws(() => readOptions(['--what']), /--what/);
  });
});
