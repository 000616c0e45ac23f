import assert from 'node:assert/strict';
import { once } from 'node:events';
import { assertProblem } from '../api.fixture';
import { connectTo, type RawConnection } from './raw-connection.fixture';
import { asking, END, FORM, head, MEMBERS, MULTIPART, PARTS, URLENCODED } from './raw-request.fixture';
import { servedApi } from './served.fixture';

describe('A client that sends too much', () => {
  const api = servedApi();
  const PIECE = Buffer.alloc(65_536, 'x');
  const PIECES = 64;

  /** Sends all of it before it looks for an answer, as many clients do. Fails when the connection is reset meanwhile. */
  async function sendAll({ socket, send }: RawConnection, begin: string, frame: (piece: Buffer) => Buffer): Promise<void> {
    send(begin);
    for (let sent = 0; sent < PIECES; sent += 1) if (!socket.write(frame(PIECE))) await once(socket, 'drain');
  }
  const chunk = (piece: Buffer) => Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);

  const beginnings = { 'application/json': `{${MEMBERS},"x":"`, [URLENCODED]: `${FORM}&x=`, [MULTIPART]: `${PARTS}${END}` };
  for (const [type, begun] of Object.entries(beginnings)) {
    for (const Connection of ['keep-alive', 'close']) {
      it(`is told so, in the midst of a length: ${type}, ${Connection}`, async () => {
        const connection = await connectTo(api.port);
        const length = begun.length + PIECE.length * (PIECES + 1);
        const begin = head(`Content-Type: ${type}`, `Content-Length: ${length}`, `Connection: ${Connection}`) + begun;
        await sendAll(connection, begin, (piece) => piece);
        assertProblem(await connection.next(), 'BODY_TOO_LARGE');
        connection.socket.end();
        assert.deepEqual(await connection.rest(), []);
      });

      it(`is told so, in chunks without end: ${type}, ${Connection}`, async () => {
        const connection = await connectTo(api.port);
        const begin = head(`Content-Type: ${type}`, 'Transfer-Encoding: chunked', `Connection: ${Connection}`);
        await sendAll(connection, begin + chunk(Buffer.from(begun)).toString(), chunk);
        assertProblem(await connection.next(), 'BODY_TOO_LARGE');
        connection.socket.end();
        assert.deepEqual(await connection.rest(), []);
      });
    }
  }

  it('is told so in a head without end', async () => {
    const connection = await connectTo(api.port);
    await sendAll(connection, 'GET /health HTTP/1.1\r\nA: ', (piece) => piece);
    assertProblem(await connection.next(), 'HEADERS_TOO_LARGE');
    connection.socket.end();
    assert.deepEqual(await connection.rest(), []);
  });

  it('is told so where there is nothing to send to', async () => {
    const connection = await connectTo(api.port);
    const begin = asking('PUT', '/nothing', 'Transfer-Encoding: chunked', 'Connection: close');
    await sendAll(connection, begin, chunk);
    assertProblem(await connection.next(), 'ROUTE_NOT_FOUND');
    connection.socket.destroy();
  });
});
