import assert from 'node:assert/strict';
import supertest from 'supertest';
import { createUserApi } from './app';

const question = '/api/user/user-1';

describe('The stand-in for the user service', () => {
  it('says that a user with `invalid` in the id may not order', async () => {
    const client = supertest(createUserApi({ testRoutes: false }));
    assert.deepEqual((await client.get(question)).body, { user_id: 'user-1', is_valid: true });
    assert.deepEqual((await client.get('/api/user/an%2Finvalid%20one')).body, { user_id: 'an/invalid one', is_valid: false });
    assert.deepEqual((await client.get('/health')).body, { status: 'ok' });
  });

  it('can be made to fail, to lie, to answer nonsense and to hang, and to behave again', async () => {
    const client = supertest(createUserApi({ testRoutes: true }));
    const setMode = (mode: string) => client.put('/control').send({ mode }).expect(200);
    await setMode('fail');
    assert.equal((await client.get(question)).status, 500);
    await setMode('opposite');
    assert.deepEqual((await client.get(question)).body, { user_id: 'user-1', is_valid: false });
    await setMode('rubbish');
    assert.deepEqual((await client.get(question)).body, {});
    await setMode('hang');
    await assert.rejects(client.get(question).timeout(50).then(), /[Tt]imeout/);
    await setMode('ok');
    assert.deepEqual((await client.get(question)).body, { user_id: 'user-1', is_valid: true });
  });

  it('behaves again by itself after a given number of answers', async () => {
    const client = supertest(createUserApi({ testRoutes: true }));
    await client.put('/control').send({ mode: 'fail', times: 2 });
    const statuses = [];
    for (let asked = 0; asked < 3; asked += 1) statuses.push((await client.get(question)).status);
    assert.deepEqual(statuses, [500, 500, 200]);
    assert.deepEqual((await client.get('/control')).body, { mode: 'ok' });
  });

  it('cannot be controlled unless test routes are switched on', async () => {
    const off = supertest(createUserApi({ testRoutes: false }));
    assert.equal((await off.put('/control').send({ mode: 'fail' })).status, 404);
    const on = supertest(createUserApi({ testRoutes: true }));
    assert.equal((await on.put('/control').send({ mode: 'nonsense' })).status, 422);
    assert.equal((await on.get(question)).status, 200);
  });
});
