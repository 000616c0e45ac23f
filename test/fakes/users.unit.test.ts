import assert from 'node:assert/strict';
import { usersContract } from '../contracts/users.contract';
import { MemoryUsers } from './users';

usersContract('memory', () => {
  const users = new MemoryUsers();
  return {
    users,
    answer: (userId, valid) => users.answer(userId, valid),
    hang: () => (users.hangs = true),
    fail: () => (users.faults.down = true),
  };
});

describe('memory users', () => {
  it('answer by the id unless a test sets another answer, and remember the users they were asked about', async () => {
    const users = new MemoryUsers();
    const { signal } = new AbortController();
    assert.equal(await users.isValid('user_test', signal), true);
    assert.equal(await users.isValid('user_test_invalid', signal), false);
    assert.deepEqual(users.asked, ['user_test', 'user_test_invalid']);
  });
});
