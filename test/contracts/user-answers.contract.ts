import assert from 'node:assert/strict';
import type { UserAnswers } from '../../ports/users';
import { HOSTILE_USER_IDS } from './hostile-user-ids';
import { newUserId } from './sample-orders';

/** Answers, and a way to be sure that they are kept. */
export type FlushedAnswers = UserAnswers & { flush(): Promise<void> };

/** What every store of the user service's last answers does. `create` is called once per test. */
export function userAnswersContract(name: string, create: () => FlushedAnswers): void {
  describe(`${name}, as the store of last answers`, () => {
    let answers: FlushedAnswers;
    beforeEach(() => (answers = create()));

    it('knows nothing about a user nobody was asked about', async () => {
      assert.equal(await answers.recall(newUserId()), undefined);
    });

    it('keeps the last answer about each user, and knows how old it is', async () => {
      const [one, other] = [newUserId(), newUserId()];
      answers.remember(one, true);
      await answers.flush();
      answers.remember(one, false);
      answers.remember(other, true);
      await answers.flush();
      const [first, second] = [await answers.recall(one), await answers.recall(other)];
      assert.deepEqual([first?.valid, second?.valid], [false, true]);
      assert.ok(first && first.ageMs >= 0 && first.ageMs < 30_000, `${first?.ageMs} ms`);
      const later = await answers.recall(one);
      assert.ok(later && later.ageMs >= first.ageMs);
    });

    it('keeps the later one of two answers that were given at once', async () => {
      const userId = newUserId();
      answers.remember(userId, true);
      answers.remember(userId, false);
      await Promise.all([answers.flush(), answers.flush()]);
      assert.equal((await answers.recall(userId))?.valid, false);
    });

    for (const [what, userId] of Object.entries(HOSTILE_USER_IDS)) {
      it(`takes ${what} for a user like any other`, async () => {
        const own = `${userId.slice(0, 200)}${newUserId()}`;
        answers.remember(own, true);
        await answers.flush();
        assert.equal((await answers.recall(own))?.valid, true);
        assert.equal(await answers.recall(`${own} `), undefined);
      });
    }
  });
}
