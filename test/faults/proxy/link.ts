import { connect, type Socket } from 'node:net';
import type { LostReplies } from './lost-replies';
import type { Address } from './proxy';

/** A request may come in pieces: so much of what came since the last answer is looked at together with the next piece. */
const REMEMBERED_BYTES = 16_384;
/** A server that has answered, and says nothing more for so long, has said all of its reply. */
const REPLY_ENDS_AFTER_MS = 150;
const NOTHING = Buffer.alloc(0);

/** A client's connection, and the one to the server on which its bytes are passed on. */
export class Link {
  #server: Socket | undefined;
  #isHanging = false;
  #request: Buffer = NOTHING;
  /** Set from a request whose reply is lost until the connection is. */
  #losing: { readonly replies: LostReplies; wasReplied: boolean; end?: NodeJS.Timeout } | undefined;

  constructor(
    private readonly client: Socket,
    private readonly to: Address,
    private readonly repliesToLose: () => LostReplies | undefined,
    private readonly refused: () => string | undefined,
  ) {
    client.setNoDelay(true).on('error', () => undefined).on('close', () => this.#end(this.#server));
    client.on('data', (bytes) => this.#ask(bytes)).on('end', () => this.#server?.end());
  }

  /** Takes everything and passes nothing on, in either direction, until it is told to `pass`. */
  hang(): void {
    this.#isHanging = true;
    this.client.pause();
    this.#server?.pause();
  }

  /** Passes everything on, beginning with what was held back. */
  pass(): void {
    this.#isHanging = false;
    this.#server ??= this.#connect();
    this.client.resume();
    this.#server.resume();
  }

  /** Ends both connections, the client's as the end of a process does or, with `reset`, as the loss of one. */
  cut({ reset = false } = {}): void {
    if (reset) this.client.resetAndDestroy();
    else this.client.destroy();
    this.#server?.destroy();
  }

  #connect(): Socket {
    const server = connect(this.to).setNoDelay(true).on('error', () => undefined).on('close', () => this.#end(this.client));
    return server.on('data', (bytes) => this.#answer(bytes)).on('end', () => this.client.end());
  }

  #ask(bytes: Buffer): void {
    this.#request = Buffer.concat([this.#request, bytes]).subarray(-REMEMBERED_BYTES);
    const refused = this.refused();
    if (refused !== undefined && this.#request.includes(refused)) return this.cut({ reset: true });
    const replies = this.repliesToLose();
    if (!this.#losing && replies?.takes(this.#request)) this.#losing = { replies, wasReplied: false };
    this.#pump(bytes, this.client, this.#server);
  }

  #answer(bytes: Buffer): void {
    if (!this.#losing) {
      this.#request = NOTHING;
      return this.#pump(bytes, this.#server, this.client);
    }
    this.#losing.wasReplied = true;
    clearTimeout(this.#losing.end);
    this.#losing.end = setTimeout(() => this.cut({ reset: true }), REPLY_ENDS_AFTER_MS);
  }

  /** Reads no faster than the other end does. */
  #pump(bytes: Buffer, from: Socket | undefined, into: Socket | undefined): void {
    if (into?.write(bytes)) return;
    from?.pause();
    into?.once('drain', () => this.#isHanging || from?.resume());
  }

  /** One side is gone: the other one gets what is on its way, and is closed. */
  #end(other: Socket | undefined): void {
    other?.destroySoon();
    const losing = this.#losing;
    this.#losing = undefined;
    clearTimeout(losing?.end);
    losing?.replies.settle(losing);
  }
}
