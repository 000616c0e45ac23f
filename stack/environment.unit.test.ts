import assert from 'node:assert/strict';
import path from 'node:path';
import { environment, inheritable } from './environment';
import { slotFrom } from './outside';
import { repositoryFolder, slotAt } from './slot';

describe('the environment of our processes', () => {
  it('names the addresses of the slot', () => {
    const variables = environment(slotAt(2));
    assert.equal(variables['API_PORT'], '20200');
    assert.equal(variables['POSTGRES_URL'], 'postgres://orders_application@127.0.0.1:20205/orders');
    assert.equal(variables['POSTGRES_MIGRATION_URL'], 'postgres://orders@127.0.0.1:20205/orders');
    assert.equal(variables['USER_API_URL'], 'http://127.0.0.1:20201');
  });

  it('lets the user replace a part in slot 0', () => {
    const variables = environment(slotAt(0), { KAFKA_BROKERS: 'kafka.example:9092' });
    assert.equal(variables['KAFKA_BROKERS'], 'kafka.example:9092');
  });

  it('keeps other slots apart from what the user has set for slot 0', () => {
    const outside = { KAFKA_BROKERS: 'kafka.example:9092', KAFKA_TLS: 'true', SPOOL_S3_BUCKET: 'theirs', API_PORT: '9000', PER_ORDER_LIMIT: '5.00' };
    const slot = slotFrom({ ...outside, STACK_SLOT: '4' });
    assert.equal(slot.ports.api, 20_400);
    assert.equal(environment(slot, outside)['KAFKA_BROKERS'], '127.0.0.1:20407');
    assert.equal(environment(slot, outside)['SPOOL_FOLDER'], path.join(slot.dataFolder, 'spool'));
    assert.equal(environment(slot, outside)['TOGGLES_FILE'], path.join(slot.dataFolder, 'toggles.json'));
    assert.deepEqual(inheritable(slot, outside), { API_PORT: '9000', PER_ORDER_LIMIT: '5.00' });
  });

  it('follows the toggles of this repository in slot 0, or those that the user names', () => {
    assert.equal(environment(slotAt(0))['TOGGLES_FILE'], path.join(repositoryFolder, 'config', 'toggles.json'));
    assert.equal(environment(slotAt(0), { TOGGLES_FILE: 'mine.json' })['TOGGLES_FILE'], path.join(repositoryFolder, 'mine.json'));
    assert.equal(environment(slotAt(0), { TOGGLES_FILE: '/etc/mine.json' })['TOGGLES_FILE'], '/etc/mine.json');
  });

  it('moves our own ports in slot 0', () => {
    const slot = slotFrom({ API_PORT: '9000' });
    assert.equal(slot.ports.api, 9000);
    assert.equal(environment(slot)['API_PORT'], '9000');
  });

  it('takes passwords and the owner of the database only together with its address', () => {
    const alone = { POSTGRES_PASSWORD: 'another', POSTGRES_MIGRATION_URL: 'postgres://you@db.example/orders', POSTGRES_MIGRATION_PASSWORD: 'a third' };
    assert.deepEqual(environment(slotAt(0), alone), environment(slotAt(0)));
    const all = { POSTGRES_URL: 'postgres://me@db.example/orders', ...alone };
    const of = (variables: Record<string, string>) => Object.keys(all).map((name) => variables[name]);
    assert.deepEqual(of(environment(slotAt(0), all)), Object.values(all));
    const { POSTGRES_URL } = all;
    assert.deepEqual(of(environment(slotAt(0), { POSTGRES_URL })), [POSTGRES_URL, '', '', '']);
  });

  it('keeps calls to this machine out of a proxy', () => {
    assert.equal(environment(slotAt(0), { https_proxy: 'http://proxy.example' })['no_proxy'], '127.0.0.1');
    const both = { http_proxy: 'http://proxy.example', no_proxy: '.example' };
    assert.equal(environment(slotAt(0), both)['no_proxy'], '.example,127.0.0.1');
  });

  it('does not listen where the shell says this machine is', () => {
    assert.equal(environment(slotAt(0), { HOST: 'x86_64-linux-gnu' })['HOST'], '127.0.0.1');
  });
});
