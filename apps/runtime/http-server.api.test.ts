import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain, listen } from './http-server';

const ANYWHERE = { host: '127.0.0.1', port: 0 };
const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Answers after so long. */
const slow = (ms: number): RequestListener => (_request, response) => void setTimeout(() => response.end('done'), ms);

async function ask(server: Server, agent: Agent): Promise<string> {
  const [response] = (await once(get({ port: portOf(server), agent }), 'response')) as [AsyncIterable<Buffer>];
  let text = '';
  for await (const chunk of response) text += chunk.toString();
  return text;
}

describe('Draining a server', () => {
  it('lets the requests in flight finish, on kept-alive connections too, and is over with the last of them', async () => {
    const server = await listen(slow(200), ANYWHERE);
    const agent = new Agent({ keepAlive: true });
    const asked = once(server, 'request');
    const answer = ask(server, agent);
    await asked;
    const began = Date.now();
    await Promise.all([drain(server, 10_000), answer]);
    assert.equal(await answer, 'done');
    assert.ok(Date.now() - began < 2_000);
    await assert.rejects(ask(server, agent));
  });

  it('cuts off what is not done after the grace period', async () => {
    const server = await listen(slow(60_000), ANYWHERE);
    const asked = once(server, 'request');
    const answer = assert.rejects(ask(server, new Agent()), /hang up/);
    await asked;
    await drain(server, 100);
    await answer;
  });
});

describe('Listening', () => {
  it('is refused where another process listens', async () => {
    const server = await listen(slow(0), ANYWHERE);
    await assert.rejects(listen(slow(0), { host: '127.0.0.1', port: portOf(server) }), /EADDRINUSE.*127\.0\.0\.1/);
    await drain(server, 0);
  });
});
