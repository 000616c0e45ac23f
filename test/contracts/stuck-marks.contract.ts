import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Stuck } from '../../domain/stuck';
import type { StuckMarks } from '../../ports/stuck-orders';

/** What every store of marks does. `create` is called once per test, for an empty store. */
export function stuckMarksContract(name: string, create: () => Promise<StuckMarks>): void {
  describe(`${name}, as marks on orders that do not go on`, () => {
    let marks: StuckMarks;
    beforeEach(async () => (marks = await create()));

    const newMark = (changes: Partial<Stuck> = {}): Stuck => ({
      orderId: randomUUID(),
      runId: randomUUID(),
      cause: 'WORKFLOW_ENDED',
      since: '2026-03-01T12:00:00.000Z',
      ...changes,
    });
    const FIRST = new Date('2026-03-01T12:01:00.000Z');
    const SECOND = new Date('2026-03-01T12:02:00.000Z');

    it('are listed, the oldest first, as they were set', async () => {
      const [late, early] = [newMark({ since: '2026-03-01T12:00:01.000Z', cause: 'STEP_FAILING', step: 'settle', error: `'"\\ é` }), newMark({ runId: '' })];
      await marks.mark([late, early], FIRST);
      assert.deepEqual(await marks.unresolved(10), [early, late]);
      assert.deepEqual(await marks.unresolved(1), [early]);
    });

    it('are brought up to date when they are set again', async () => {
      const mark = newMark({ cause: 'SLOW' });
      await marks.mark([mark], FIRST);
      const later: Stuck = { ...mark, cause: 'STEP_FAILING', step: 'settle', error: 'no', since: '2026-03-01T12:00:30.000Z' };
      await marks.mark([later], SECOND);
      await marks.mark([later], SECOND);
      assert.deepEqual(await marks.unresolved(10), [later]);
    });

    it('keep the last error of a step while the next is awaited, and not under another cause', async () => {
      const unknown = newMark({ cause: 'STEP_FAILING' });
      const mark: Stuck = { ...unknown, step: 'settle', error: 'no' };
      await marks.mark([mark], FIRST);
      await marks.mark([unknown], SECOND);
      assert.deepEqual(await marks.unresolved(10), [mark]);
      await marks.mark([{ ...unknown, cause: 'SLOW' }], SECOND);
      assert.deepEqual(await marks.unresolved(10), [{ ...unknown, cause: 'SLOW' }]);
    });

    it('are taken off one by one, unless they were seen later, and can be set again', async () => {
      const [gone, stays, later] = [newMark(), newMark(), newMark({ since: '2026-03-01T12:00:05.000Z' })];
      await marks.mark([gone, stays], FIRST);
      await marks.mark([later], SECOND);
      await marks.clear([gone, later, newMark()], FIRST);
      await marks.clear([gone, later], FIRST);
      assert.deepEqual(await marks.unresolved(10), [stays, later]);
      await marks.mark([gone], SECOND);
      assert.equal((await marks.unresolved(10)).length, 3);
    });

    it('tell the runs of one order apart', async () => {
      const first = newMark();
      const second = { ...first, runId: randomUUID() };
      await marks.mark([first, second], FIRST);
      await marks.clear([first], FIRST);
      assert.deepEqual(await marks.unresolved(10), [second]);
    });

    it('stay off for good once they came off, and leave a note', async () => {
      const mark = newMark();
      await marks.mark([mark], FIRST);
      await marks.resolve(mark, 'TOLD', SECOND);
      await marks.resolve(mark, 'WHOLE', SECOND);
      await marks.mark([mark], SECOND);
      await marks.clear([mark], SECOND);
      assert.deepEqual(await marks.unresolved(10), []);
      assert.deepEqual(await marks.resolvedOf([mark.runId, 'other']), new Set([mark.runId]));
    });

    it('leave a note where there was none, so that they are never set', async () => {
      const mark = newMark();
      await marks.resolve(mark, 'SETTLED', FIRST);
      await marks.mark([mark], SECOND);
      assert.deepEqual(await marks.unresolved(10), []);
      assert.deepEqual(await marks.resolvedOf([mark.runId]), new Set([mark.runId]));
    });

    it('take no marks at all, and many at once from several sides', async () => {
      await marks.mark([], FIRST);
      await marks.clear([], FIRST);
      const many = Array.from({ length: 200 }, () => newMark());
      await Promise.all([many, many.toReversed(), many].map((some) => marks.mark(some, FIRST)));
      assert.equal((await marks.unresolved(1_000)).length, 200);
      assert.deepEqual(await marks.resolvedOf(many.map(({ runId }) => runId)), new Set());
    });
  });
}
