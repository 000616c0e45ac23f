import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Link } from './link';
import { LostReplies } from './lost-replies';

/** Where a server is. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

type Mode = 'pass' | 'down' | 'hang' | 'reset';

/** Stands in front of a server and does to its clients what networks and crashes do. It begins with `pass`. */
export class Proxy {
  readonly #links = new Set<Link>();
  #mode: Mode = 'down';
  #server: Server | undefined;
  #repliesToLose: LostReplies | undefined;
  #refused: string | undefined;

  constructor(
    readonly port: number,
    private readonly to: Address,
  ) {}

  /** Everything is passed on as it should be. Connections that hung go on with what was sent meanwhile. */
  async pass(): Promise<void> {
    this.#mode = 'pass';
    this.#repliesToLose = undefined;
    this.#refused = undefined;
    for (const link of this.#links) link.pass();
    await this.#listen();
  }

  /** Connections are refused, and those there are end, as if the server's process had ended. */
  async down(): Promise<void> {
    this.#mode = 'down';
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    for (const link of this.#links) link.cut();
    if (server) await once(server, 'close');
  }

  /** Connections are taken, and nothing passes on them, nor on those there are. */
  async hang(): Promise<void> {
    this.#mode = 'hang';
    for (const link of this.#links) link.hang();
    await this.#listen();
  }

  /** Every connection is reset, the new ones too. */
  async reset(): Promise<void> {
    this.#mode = 'reset';
    for (const link of this.#links) link.cut({ reset: true });
    await this.#listen();
  }

  /**
   * Passes everything on but the replies to so many requests in which this text stands: the server does what they ask
   * for, its reply is swallowed, and then the connection is reset. Resolves with how many were lost so far.
   */
  async loseReplies(requestText: string, times = Number.POSITIVE_INFINITY): Promise<Pick<LostReplies, 'lost'>> {
    await this.pass();
    return (this.#repliesToLose = new LostReplies(requestText, times));
  }

  /** Passes everything on but requests in which this text stands: each ends its connection, and the server never gets it. */
  async refuse(requestText: string): Promise<void> {
    await this.pass();
    this.#refused = requestText;
  }

  async #listen(): Promise<void> {
    if (this.#server) return;
    this.#server = createServer((client) => this.#take(client));
    await once(this.#server.listen(this.port, '127.0.0.1'), 'listening');
  }

  #take(client: Socket): void {
    const link = new Link(client, this.to, () => this.#repliesToLose, () => this.#refused);
    this.#links.add(link);
    client.on('close', () => this.#links.delete(link));
    if (this.#mode === 'pass') link.pass();
    else if (this.#mode === 'hang') link.hang();
    else link.cut({ reset: true });
  }
}

/** A proxy on this port that passes everything on to the server, until it is told otherwise. */
export async function openProxy(port: number, to: Address): Promise<Proxy> {
  const proxy = new Proxy(port, to);
  await proxy.pass();
  return proxy;
}
