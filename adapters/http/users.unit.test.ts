import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closedPort } from '../../test/contracts/closed-port';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { PATIENCE_MS, usersContract } from '../../test/contracts/users.contract';
import { HttpUsers } from './users';

const TIMEOUT_MS = 150;
const IN_TIME_MS = 1_500;
const never = new AbortController().signal;

describe('users over HTTP', () => {
  type Respond = (userId: string, response: ServerResponse, request: IncomingMessage) => void;
  let respond: Respond;
  let users: HttpUsers;
  let patient: HttpUsers;
  const server = createServer((request, response) => {
    const [, userId] = /^\/api\/user\/([^/?#]+)$/.exec(request.url ?? '') ?? [];
    if (userId === undefined) response.writeHead(404).end('{}');
    else respond(decodeURIComponent(userId), response, request);
  });

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    users = new HttpUsers({ baseUrl: `http://127.0.0.1:${port}/`, timeoutMs: TIMEOUT_MS });
    patient = new HttpUsers({ baseUrl: `http://127.0.0.1:${port}`, timeoutMs: PATIENCE_MS });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  usersContract('the user API', () => {
    const answers = new Map<string, boolean>();
    respond = (userId, response) => response.end(JSON.stringify({ user_id: userId, is_valid: answers.get(userId) }));
    return {
      users: patient,
      answer: (userId, valid) => answers.set(userId, valid),
      hang: () => (respond = () => undefined),
      fail: () => (respond = (_userId, response) => response.writeHead(500).end()),
    };
  });

  const good = { user_id: 'user_1', is_valid: true };
  const noAnswers: Record<string, Respond> = {
    'an error status': (_id, response) => response.writeHead(500).end(JSON.stringify(good)),
    'another success status': (_id, response) => response.writeHead(202).end(JSON.stringify(good)),
    'not found': (_id, response) => response.writeHead(404).end(JSON.stringify(good)),
    'a redirect to a right answer': (id, response) => {
      if (id === 'user_1') response.writeHead(302, { location: '/api/user/user_2' }).end();
      else response.end(JSON.stringify(good));
    },
    'an empty body': (_id, response) => response.end(),
    HTML: (_id, response) => response.end('<html>'),
    'half an answer': (_id, response) => response.end('{"user_id":"user_1","is_va'),
    'another type': (_id, response) => response.end('{"user_id":"user_1","is_valid":"true"}'),
    null: (_id, response) => response.end('null'),
    'an answer about another user': (_id, response) => response.end('{"user_id":"user_2","is_valid":true}'),
    'an answer about nobody': (_id, response) => response.end('{"is_valid":true}'),
    'a right answer that is too long': (_id, response) => response.end(JSON.stringify(good) + ' '.repeat(64 * 1024)),
    'a body without end': (_id, response) => {
      const filling = setInterval(() => response.write(' '.repeat(16 * 1024)), 1);
      response.on('close', () => clearInterval(filling));
    },
    'a body that never comes': (_id, response) => response.writeHead(200).flushHeaders(),
    'a body that drips': (_id, response) => {
      const dripping = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(dripping));
    },
    'a connection that breaks': (_id, response) => response.destroy(),
    silence: () => undefined,
  };
  for (const [what, answer] of Object.entries(noAnswers)) {
    it(`takes ${what} for no answer`, async () => {
      respond = answer;
      await assertUnavailable('user-api', () => users.isValid('user_1', never), IN_TIME_MS);
    });
  }

  it('takes an answer with more in it than was asked for', async () => {
    respond = (_id, response) => response.end(JSON.stringify({ ...good, name: 'x' }));
    assert.equal(await users.isValid('user_1', never), true);
  });

  it('is unavailable when nobody listens', async () => {
    const nobody = new HttpUsers({ baseUrl: `http://127.0.0.1:${await closedPort()}`, timeoutMs: TIMEOUT_MS });
    await assertUnavailable('user-api', () => nobody.isValid('user_1', never), IN_TIME_MS);
  });
});
