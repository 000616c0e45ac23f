import assert from 'node:assert/strict';
import type { DeadLetterCause, DeadLetters, RawRecord } from '../../ports/dead-letters';

/** The topic whose dead letters these are takes values of about so many bytes, and none of twice as many. */
export const TAKES_BYTES = 10_000;

export interface DeadLettersUnderTest {
  readonly topic: string;
  readonly letters: DeadLetters;
  /** Adds dead letters, in this order. */
  readonly add: (letters: readonly (readonly [RawRecord, DeadLetterCause])[]) => Promise<void>;
  /** What has come onto the topic, in order. */
  readonly streamed: () => Promise<readonly RawRecord[]>;
}

const ME = 'someone';

/** What every store of dead letters does. `create` is called once per test, for one that is empty. */
export function deadLettersContract(name: string, create: () => Promise<DeadLettersUnderTest>): void {
  describe(`${name}, for dead letters`, () => {
    let topic: string;
    let letters: DeadLetters;
    let streamed: DeadLettersUnderTest['streamed'];
    let addAll: DeadLettersUnderTest['add'];
    beforeEach(async () => ({ topic, letters, streamed, add: addAll } = await create()));

    /** Adds them and answers with their ids. */
    async function add(...records: readonly (RawRecord & Partial<DeadLetterCause>)[]): Promise<string[]> {
      const at = (index: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, index));
      await addAll(records.map(({ key, value, headers, ...cause }, index) => [
        { key, value, headers },
        { reason: 'unreadable', error: 'no JSON', topic, at: at(index), ...cause },
      ]));
      return (await letters.list(1000)).letters.map(({ id }) => id);
    }
    const openIds = async () => (await letters.list(1000)).letters.map(({ id }) => id);

    it('lists nothing when there is nothing', async () => {
      assert.deepEqual(await letters.list(10), { total: 0, letters: [] });
    });

    it('lists what is open, oldest first, with its reason, and says how many there are when not all are shown', async () => {
      const [first = '', , third = ''] = await add(record(1), record(2), record(3));
      const list = await letters.list(1);
      assert.equal(list.total, 3);
      assert.deepEqual(list.letters, [
        { id: first, reason: 'unreadable', error: 'no JSON', topic, at: '2026-03-01T12:00:00.000Z', eventId: 'order:1' },
      ]);
      await letters.discard(first, 'a test', ME);
      await letters.replay([third], ME);
      const left = await letters.list(10);
      assert.deepEqual(left.letters.map(({ eventId }) => eventId), ['order:2']);
      assert.equal(left.total, 1);
    });

    it('shows the bytes of one as they were', async () => {
      const strange: RawRecord = {
        key: Buffer.from([0xff, 0x00]),
        value: Buffer.from([0xc3, 0x28, 0x0a]),
        headers: [['dlq_reason', Buffer.from('mine')], ['dlq_resolution', Buffer.from('discarded')], ['twice', Buffer.from('a')], ['twice', Buffer.from([0x80])]],
      };
      const [id = ''] = await add(strange);
      const { key, value, headers, reason, resolution } = (await letters.show(id)) ?? assert.fail('it is gone');
      assert.deepEqual({ key, value, headers }, strange);
      assert.deepEqual([reason, resolution], ['unreadable', undefined]);
    });

    it('replays one as it was, once, and takes it off the list', async () => {
      const [first = '', second = ''] = await add(record(1), record(2));
      assert.deepEqual([...(await letters.replay([first], ME))], [[first, { answer: 'replayed' }]]);
      assert.deepEqual(await openIds(), [second]);
      const again = (await letters.replay([first], 'someone else')).get(first);
      assert.ok(again?.answer === 'dealt-with' && again.earlier.resolution === 'replayed' && again.earlier.by === ME);
      assert.deepEqual(await streamed(), [record(1)]);
      assert.equal((await letters.show(first))?.resolution?.resolution, 'replayed');
    });

    it('replays several in their order, whatever order they are named in, with key and body that may be missing', async () => {
      const empty = { ...record(2), key: record(1).key, value: null };
      const ids = await add(record(1), empty, record(3));
      await letters.replay(ids.toReversed(), ME);
      assert.deepEqual(await openIds(), []);
      assert.deepEqual(await streamed(), [record(1), empty, record(3)]);
    });

    it('keeps what is refused once more on the list, says why, and replays the others', async () => {
      const large = { ...record(2), value: Buffer.alloc(2 * TAKES_BYTES) };
      const ids = await add(record(1), large, record(3));
      const answers = await letters.replay(ids, ME);
      const why = answers.get(ids[1] ?? '');
      assert.ok(why?.answer === 'refused' && why.why.startsWith('too-large: '), JSON.stringify(why));
      assert.deepEqual(await openIds(), [ids[1]]);
      assert.deepEqual(await streamed(), [record(1), record(3)]);
    });

    it('never replays what was no record, or is of another topic', async () => {
      const ids = await add({ ...record(1), reason: 'unserialisable' }, { ...record(2), topic: 'another' });
      for (const { answer } of (await letters.replay(ids, ME)).values()) assert.equal(answer, 'refused');
      assert.deepEqual(await openIds(), ids);
      assert.deepEqual(await streamed(), []);
    });

    it('discards one with a reason, for good', async () => {
      const [id = ''] = await add(record(1));
      assert.deepEqual(await letters.discard(id, 'a\ntest', ME), { answer: 'discarded' });
      const again = await letters.discard(id, 'another', ME);
      assert.ok(again.answer === 'dealt-with' && again.earlier.reason === 'a\ntest' && again.earlier.by === ME);
      assert.equal((await letters.replay([id], ME)).get(id)?.answer, 'dealt-with');
      assert.deepEqual(await streamed(), []);
    });

    for (const id of ['0-999999', '7-0', '', 'x']) {
      it(`knows no dead letter ${JSON.stringify(id)}`, async () => {
        const [known] = await add(record(1));
        assert.equal(await letters.show(id), undefined);
        assert.deepEqual(await letters.discard(id, 'a test', ME), { answer: 'unknown' });
        assert.deepEqual((await letters.replay([id], ME)).get(id), { answer: 'unknown' });
        assert.deepEqual(await openIds(), [known]);
      });
    }
  });
}

function record(number: number): RawRecord {
  const headers = { 'content-type': 'application/json', ce_id: `order:${number}` };
  return {
    key: Buffer.from('order'),
    value: Buffer.from(`{"number":${number}`),
    headers: Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const),
  };
}
