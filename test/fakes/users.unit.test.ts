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
  it('go by the id until told otherwise, and remember who was asked about', async () => {
    const users = new MemoryUsers();
    const { signal } = new AbortController();
    assert.equal(await users.isValid('user_test', signal), true);
    assert.equal(await users.isValid('user_test_invalid', signal), false);
    assert.deepEqual(users.asked, ['user_test', 'user_test_invalid']);
  });
});
