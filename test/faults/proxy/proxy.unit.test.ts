import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { closedPort } from '../../contracts/closed-port';
import { until } from '../../until';
import { openProxy, type Proxy } from './proxy';

/** What a client has heard so far, and how its connection ended: `open`, `ended`, or the error's code. */
class Caller {
  heard = '';
  end = 'open';
  readonly #socket: Socket;

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setEncoding('utf8').on('data', (text: string) => (this.heard += text));
    this.#socket.on('error', ({ code }: NodeJS.ErrnoException) => (this.end = String(code)));
    this.#socket.on('close', (hadError) => hadError || (this.end = 'ended'));
  }

  say(text: string): void {
    this.#socket.write(text);
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}

describe('A proxy', () => {
  let server: Server;
  let received: string;
  let proxy: Proxy;
  let callers: Caller[];

  const answerWith = (behave: (socket: Socket) => unknown) =>
    server.removeAllListeners('connection').on('connection', (socket) => behave(socket.on('error', () => undefined)));
  const call = (): Caller => {
    const caller = new Caller(proxy.port);
    callers.push(caller);
    return caller;
  };
  const callAndHear = async (text: string): Promise<Caller> => {
    const caller = call();
    caller.say(text);
    await until(`${text} comes back`, () => caller.heard === text);
    return caller;
  };
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 60));

  beforeEach(async () => {
    received = '';
    callers = [];
    server = createServer().listen(0, '127.0.0.1');
    answerWith((socket) => socket.on('data', (bytes) => void (received += String(bytes))).pipe(socket));
    await once(server, 'listening');
    proxy = await openProxy(await closedPort(), { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });

  afterEach(async () => {
    await proxy.down();
    for (const caller of callers) caller.hangUp();
    server.close();
  });

  it('passes everything on, in both directions and in full', async () => {
    const much = 'x'.repeat(5_000_000);
    await callAndHear(much);
    assert.equal(received, much);
  });

  it('ends connections and refuses new ones while it is down, and listens again on the same port', async () => {
    const early = await callAndHear('early');
    await proxy.down();
    await until('the connection is cut', () => early.end === 'ended');
    const late = call();
    await until('a new one is refused', () => late.end === 'ECONNREFUSED');
    await proxy.pass();
    await callAndHear('again');
  });

  it('takes connections and stays silent on all of them while it hangs', async () => {
    const early = await callAndHear('early');
    await proxy.hang();
    const late = call();
    for (const caller of [early, late]) caller.say('?');
    await aMoment();
    assert.deepEqual([early.heard, late.heard, received], ['early', '', 'early']);
    assert.deepEqual([early.end, late.end], ['open', 'open']);
  });

  it('delivers what was sent while it hung when it passes again, though its sender has gone', async () => {
    await proxy.hang();
    const patient = call();
    const impatient = call();
    patient.say('patient');
    impatient.say('-impatient');
    await aMoment();
    impatient.hangUp();
    await proxy.pass();
    await until('both are delivered', () => received.includes('-impatient') && patient.heard === 'patient');
  });

  it('resets connections, old and new', async () => {
    const early = await callAndHear('early');
    await proxy.reset();
    await until('the old one is reset', () => early.end === 'ECONNRESET');
    const late = call();
    late.say('late');
    await until('the new one is reset', () => late.end === 'ECONNRESET');
    assert.equal(received, 'early');
  });

  it('loses the reply to the wanted request, and to as many as were asked for', async () => {
    const other = await callAndHear('insert,');
    const replies = await proxy.loseReplies('insert', 1);
    other.say('find,');
    await until('another request is answered', () => other.heard === 'insert,find,');
    const unlucky = call();
    unlucky.say('insert');
    await until('the connection is reset', () => unlucky.end === 'ECONNRESET');
    assert.equal(received, 'insert,find,insert');
    assert.equal(replies.lost, 1);
    assert.equal(unlucky.heard, '');
    await callAndHear('insert');
    assert.deepEqual([replies.lost, other.end], [1, 'open']);
  });

  it('keeps the refused request from the server, and resets its connection, until it is told to pass', async () => {
    const other = await callAndHear('find,');
    await proxy.refuse('insert');
    const refused = call();
    refused.say('insert');
    await until('the connection is reset', () => refused.end === 'ECONNRESET');
    assert.deepEqual([received, other.end], ['find,', 'open']);
    await proxy.pass();
    await callAndHear('insert');
  });

  it('loses the reply to a request that comes in pieces', async () => {
    const replies = await proxy.loseReplies('insert', 1);
    answerWith((socket) => socket.on('data', (bytes) => String(bytes) === 'ert' && socket.write('done')));
    const unlucky = call();
    unlucky.say('ins');
    await aMoment();
    unlucky.say('ert');
    await until('the connection is reset', () => unlucky.end === 'ECONNRESET');
    assert.equal(replies.lost, 1);
  });

  it('counts no reply that there was not', async () => {
    const replies = await proxy.loseReplies('insert', 1);
    answerWith((socket) => socket.resume());
    const caller = call();
    caller.say('insert');
    await aMoment();
    caller.hangUp();
    await aMoment();
    assert.equal(replies.lost, 0);
  });

  it('loses replies until it is told to pass', async () => {
    const replies = await proxy.loseReplies('insert');
    for (const count of [1, 2]) {
      const unlucky = call();
      unlucky.say('insert');
      await until('it is reset', () => unlucky.end === 'ECONNRESET');
      assert.equal(replies.lost, count);
    }
    await proxy.pass();
    await callAndHear('insert');
  });
});
