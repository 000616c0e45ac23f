import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came: header names in lower case, JSON read. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const HEAD = /^HTTP\/1\.1 (\d{3}) [^\r\n]+\r\n((?:[^\r\n:]+: [^\r\n]*\r\n)*)\r\n/;

/** A connection that sends bytes as they are, and reads answers and nothing else. */
export interface RawConnection {
  readonly socket: Socket;
  readonly send: (...bytes: (string | Uint8Array)[]) => void;
  /** The next answer, also one that is only on the way to another (1xx). Fails when the connection ends or is reset before. */
  readonly next: () => Promise<RawAnswer>;
  /** The answers that are left once the server has closed the connection. Fails when it is reset. */
  readonly rest: () => Promise<RawAnswer[]>;
}

export async function connectTo(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  await once(socket, 'connect');
  // Whoever reads next is told of it.
  socket.on('error', () => undefined);
  const answers = answersFrom(socket);
  return {
    socket,
    send: (...bytes) => bytes.forEach((some) => socket.write(some)),
    next: async () => {
      const { value } = await answers.next();
      assert.ok(value, 'the connection was closed without an answer');
      return value;
    },
    rest: async () => {
      const left: RawAnswer[] = [];
      for await (const answer of answers) left.push(answer);
      return left;
    },
  };
}

/** The first answer to these bytes, on a connection of their own. */
export async function ask(port: number, ...bytes: (string | Uint8Array)[]): Promise<RawAnswer> {
  const { socket, send, next } = await connectTo(port);
  try {
    send(...bytes);
    return await next();
  } finally {
    socket.destroy();
  }
}

async function* answersFrom(socket: Socket): AsyncGenerator<RawAnswer, undefined> {
  let unread: Buffer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    unread = Buffer.concat([unread, chunk]);
    for (let found = firstAnswer(unread); found; found = firstAnswer(unread)) {
      unread = unread.subarray(found.bytes);
      yield found.answer;
    }
  }
  assert.equal(unread.toString(), '', 'what came last is no answer');
  return undefined;
}

function firstAnswer(bytes: Buffer): { answer: RawAnswer; bytes: number } | undefined {
  const [all, status, lines] = HEAD.exec(bytes.toString('latin1')) ?? [];
  if (all === undefined || lines === undefined) return undefined;
  const headers = Object.fromEntries(lines.split('\r\n').slice(0, -1).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const;
  }));
  const end = all.length + Number(headers['content-length'] ?? 0);
  if (bytes.length < end) return undefined;
  const text = bytes.subarray(all.length, end).toString();
  const isJson = /[/+]json\b/.test(headers['content-type'] ?? '');
  return { answer: { status: Number(status), headers, body: isJson ? JSON.parse(text) : text }, bytes: end };
}
