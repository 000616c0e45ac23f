import assert from 'node:assert/strict';
import { figure, table } from './table';

describe('A table of the report', () => {
  it('is markdown', () => {
    assert.equal(table(['part', 'ms'], [['api', '1'], ['worker', '2']]), '| part | ms |\n|---|---:|\n| api | 1 |\n| worker | 2 |');
  });

  it('shows no decimals that mean nothing', () => {
    assert.deepEqual([0, 0.0431, 0.431, 4.31, 43.1, 431].map(figure), ['0', '0.043', '0.43', '4.3', '43', '431']);
  });
});
