import assert from 'node:assert/strict';
import { loadConfig } from '../../../config/config';
import { hashOfKey, newApiKey } from '../../../config/api-keys';
import { keysOf } from './api-keys';

const open = 'anyone-may-do-anything';

describe('The API without keys', () => {
  it('needs no keys on this machine', () => {
    for (const HOST of ['127.0.0.1', '127.8.9.10', '::1', 'localhost']) assert.deepEqual(keysOf(loadConfig({ HOST })), []);
  });

  it('does not start where others can reach it, unless a setting says so in words', () => {
    for (const HOST of ['0.0.0.0', '::', '192.0.2.1', 'orders.example', '127.0.0.1.example', '::ffff:127.0.0.1']) {
      assert.throws(() => keysOf(loadConfig({ HOST })), /^Error: HOST is not this machine alone.*API_KEYS.*API_OPEN=anyone-may-do-anything$/, HOST);
      assert.deepEqual(keysOf(loadConfig({ HOST, API_OPEN: open })), []);
    }
    for (const word of ['true', 'yes', '1']) assert.throws(() => loadConfig({ API_OPEN: word }), /API_OPEN/);
  });

  it('asks for keys as soon as there is one, whatever the setting says', () => {
    const API_KEYS = `shop:client:${hashOfKey(newApiKey()).toString('hex')}`;
    assert.equal(keysOf(loadConfig({ HOST: '0.0.0.0', API_KEYS })).length, 1);
    assert.equal(keysOf(loadConfig({ HOST: '0.0.0.0', API_KEYS, API_OPEN: open })).length, 1);
  });
});
