import assert from 'node:assert/strict';
import type { Users } from '../../ports/users';
import { assertUnavailable } from './unavailable';

/** A user service, and how a test makes it behave. */
export interface UsersUnderTest {
  readonly users: Users;
  /** From now on this is the answer about the user. */
  answer(userId: string, valid: boolean): void;
  /** From now on there is no answer at all. */
  hang(): void;
  /** From now on every question fails. */
  fail(): void;
}

/** The least time that a service under test waits for an answer. */
export const PATIENCE_MS = 4_000;

/** What every user service does. `create` is called once per test. */
export function usersContract(name: string, create: () => UsersUnderTest): void {
  describe(`${name}, as a user service`, () => {
    let service: UsersUnderTest;
    const never = new AbortController().signal;
    beforeEach(() => (service = create()));

    it('says whether a user is valid', async () => {
      service.answer('user_1', true);
      service.answer('user_2', false);
      assert.equal(await service.users.isValid('user_1', never), true);
      assert.equal(await service.users.isValid('user_2', never), false);
    });

    for (const userId of ['a b', 'a/b', '../b', 'a?b=1#c', '%2e%2e', `'"<>`, 'ü', '😀', '\u202Euser', '$ne']) {
      it(`asks about ${encodeURIComponent(userId)} and nobody else`, async () => {
        service.answer(userId, false);
        assert.equal(await service.users.isValid(userId, never), false);
        service.answer(userId, true);
        assert.equal(await service.users.isValid(userId, never), true);
      });
    }

    it('is unavailable when the service fails', async () => {
      service.fail();
      await assertUnavailable('user-api', () => service.users.isValid('user_1', never));
    });

    it('stops with the reason of its signal, before and while it waits', async () => {
      service.hang();
      const reason = new Error('stop');
      await assert.rejects(service.users.isValid('user_1', AbortSignal.abort(reason)), reason);
      const controller = new AbortController();
      const waiting = service.users.isValid('user_1', controller.signal);
      setTimeout(() => controller.abort(reason), 20);
      const startedAt = performance.now();
      await assert.rejects(waiting, reason);
      assert.ok(performance.now() - startedAt < PATIENCE_MS / 2);
    });
  });
}
