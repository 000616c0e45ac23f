import assert from 'node:assert/strict';
import { replaceSection } from './write-section';

describe('The measured section of the page', () => {
  const page = 'before\n<!-- measured: start -->\nold\n<!-- measured: end -->\nafter\n';
  const expected = 'before\n<!-- measured: start -->\n\nnew $1\n\n<!-- measured: end -->\nafter\n';

  it('is replaced, and nothing else is', () => {
    assert.equal(replaceSection(page, 'new $1'), expected);
    assert.equal(replaceSection(expected, 'new $1'), expected);
  });

  it('is one of several', () => {
    const both = `${page}<!-- paging: start --><!-- paging: end -->`;
    assert.equal(replaceSection(both, 'new', 'paging'), `${page}<!-- paging: start -->\n\nnew\n\n<!-- paging: end -->`);
  });

  it('is not put anywhere when its marks are missing', () => {
    assert.throws(() => replaceSection('nothing', 'new'), /missing/);
  });
});
