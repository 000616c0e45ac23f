import assert from 'node:assert/strict';
import { loadConfig } from '../../config/config';
import { migrationLogin, postgresLogin } from './compose';

describe('logging in to Postgres', () => {
  const own = { POSTGRES_URL: 'postgres://me%40work@db.example/orders', POSTGRES_PASSWORD: 'mine' };
  const owner = { POSTGRES_MIGRATION_URL: 'postgres://owner@db.example/orders', POSTGRES_MIGRATION_PASSWORD: 'theirs' };

  it('is done by one role for everything when no owner is set', () => {
    const config = loadConfig(own);
    assert.deepEqual(postgresLogin(config), { url: own.POSTGRES_URL, password: 'mine', timeoutMs: 2_000 });
    assert.deepEqual(migrationLogin(config), postgresLogin(config));
  });

  it('is done by the owner to migrate, who then gives the other role its rights', () => {
    const config = loadConfig({ ...own, ...owner });
    assert.deepEqual(postgresLogin(config), postgresLogin(loadConfig(own)));
    assert.deepEqual(migrationLogin(config), { url: owner.POSTGRES_MIGRATION_URL, password: 'theirs', timeoutMs: 2_000, grantTo: 'me@work' });
  });

  it('grants nothing when the owner is the role itself, by another address, or the role has no name', () => {
    for (const POSTGRES_URL of ['postgres://owner@pooler.example/orders', 'postgres://db.example/orders']) {
      assert.equal(migrationLogin(loadConfig({ ...owner, POSTGRES_URL })).grantTo, undefined, POSTGRES_URL);
    }
  });

  it('takes no password of an owner who is not named', () => {
    assert.throws(() => loadConfig({ ...own, POSTGRES_MIGRATION_PASSWORD: 'theirs' }), /POSTGRES_MIGRATION_URL: goes with/);
  });
});
