import assert from 'node:assert/strict';
import { MemoryDeadLetters } from '../../test/fakes/dead-letters';
import type { CommandContext } from './command';
import { deadLetterCommand } from './dead-letter';

describe('dead-letter', () => {
  let letters: MemoryDeadLetters;
  let printed: string[];
  beforeEach(() => {
    letters = new MemoryDeadLetters({ topic: 'events', mostBytes: 10 });
    printed = [];
  });

  const run = (...args: string[]) => {
    const print = (line: string) => void printed.push(line);
    return deadLetterCommand(() => letters).run({ print } as unknown as CommandContext, args);
  };
  const add = (eventId: string, { value = '{"a":', error = 'no JSON' } = {}) =>
    letters.add(
      { key: Buffer.from('key'), value: Buffer.from(value), headers: [['ce_id', Buffer.from(eventId)]] },
      { reason: 'unreadable', error, topic: 'events', at: new Date('2026-03-01T12:00:00Z') },
    );

  it('list says when there is nothing', async () => {
    assert.equal(await run('list'), true);
    assert.deepEqual(printed, ['No dead letters.']);
  });

  it('list has a line each, with foreign text made harmless', async () => {
    add('order:1');
    add('\x1b[2J', { error: `two\nlines ${'x'.repeat(100)}` });
    assert.equal(await run('list'), true);
    assert.deepEqual(printed.map((line) => line.trimEnd()), [
      'ID   SINCE                     REASON      EVENT      ERROR',
      '0-0  2026-03-01T12:00:00.000Z  unreadable  order:1    no JSON',
      `0-1  2026-03-01T12:00:00.000Z  unreadable  \\u{1b}[2J  two\\nlines ${'x'.repeat(49)}…`,
      '2 in all.',
    ]);
  });

  it('list shows the oldest hundred of many', async () => {
    for (let number = 0; number < 101; number += 1) add(`order:${number}`);
    await run('list');
    assert.equal(printed.length, 1 + 100 + 1);
    assert.equal(printed.at(-1), 'The oldest 100 of 101.');
  });

  it('show has the whole record', async () => {
    const id = add('order:1', { value: '\x07{' });
    assert.equal(await run('show', id), true);
    assert.deepEqual(printed, [
      'id       0-0',
      'since    2026-03-01T12:00:00.000Z',
      'reason   unreadable',
      'error    no JSON',
      'topic    events',
      'event    order:1',
      'header   ce_id: order:1',
      'key      3 bytes: key',
      'value    2 bytes: \\u{7}{',
    ]);
  });

  it('replay puts one back, and says when that was done before', async () => {
    const id = add('order:1');
    assert.equal(await run('replay', id), true);
    assert.equal(await run('replay', id), false);
    assert.equal(letters.stream.length, 1);
    assert.equal(printed[0], '0-0 is on the stream again.');
    assert.match(printed[1] ?? '', /^0-0 was dealt with before: replayed at \S+ by .+\. Nothing was changed\.$/);
  });

  it('replay --all goes on after one that is refused, and comes out as a failure', async () => {
    for (const value of ['1', 'x'.repeat(11), '3']) add('order:1', { value });
    assert.equal(await run('replay', '--all'), false);
    assert.deepEqual(letters.stream.map(({ value }) => String(value)), ['1', '3']);
    assert.match(printed[1] ?? '', /^0-1 stays: too-large/);
    printed = [];
    assert.equal(await run('discard', '0-1', 'nobody', 'needs it'), true);
    assert.equal(await run('replay', '--all'), true);
    assert.deepEqual(printed, ['0-1 is discarded.', 'No dead letters.']);
    await run('show', '0-1');
    assert.match(printed.find((line) => line.startsWith('dealt')) ?? '', /discarded at \S+ by .+ \(nobody needs it\)$/);
  });

  it('fails for an id that is not there', async () => {
    for (const args of [['show', '9-9'], ['replay', '9-9'], ['discard', '9-9', 'why not']]) assert.equal(await run(...args), false);
    assert.deepEqual(printed, Array.from({ length: 3 }, () => 'There is no dead letter 9-9.'));
  });

  for (const args of [[], ['burn'], ['constructor'], ['list', 'x'], ['show'], ['replay'], ['replay', '0-0', '0-1'], ['discard', '0-0'], ['discard', '0-0', ' ']]) {
    it(`explains itself when it is called as "${args.join(' ')}"`, async () => {
      await assert.rejects(async () => run(...args), { name: 'UsageError' });
    });
  }
});
