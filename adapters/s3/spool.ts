import {
  type BucketLocationConstraint,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Order } from '../../domain/order';
import type { Spool, Spooled, SpooledOrders } from '../../ports/spool';
import { Unavailable, withDeadline } from '../../ports/unavailable';
import {
  fromSpooled,
  type Listed,
  MAX_SPOOLED_BYTES,
  oldestNames,
  orderOf,
  putIfAbsent,
  quarantineName,
  spooledName,
  toSpooled,
} from '../spool/spooled-order';

interface S3Options {
  /** The address of the server, unless it is Amazon's. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Without them the client looks where Amazon's tools keep theirs. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** How long a connection, and each answer, may take. */
  readonly timeoutMs: number;
}

/** A client of an S3 server of any make. It connects when it is first used. */
export function createS3Client({ endpoint, region, credentials, timeoutMs }: S3Options): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    // The bucket goes into the path. As a host name few servers other than Amazon's support it.
    forcePathStyle: true,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs },
    // Many servers do not know the newer checksums of this client.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

const ORDERS = 'orders/';
const QUARANTINE = 'aside/';

/** The one region that must not be named when a bucket is created. */
const DEFAULT_REGION = 'us-east-1';

const NOTHING = new Uint8Array();

/** A list has pages of a thousand names. As most names begin with the time, the oldest are most likely on its first pages. */
const MOST_PAGES = 10;

interface S3SpoolOptions {
  readonly bucket: string;
  /** How long one call may take in all, including the client's own retries; when listing, each page. */
  readonly timeoutMs: number;
}

/** The spool in a bucket: an object per order under `orders/`, and the quarantine under `aside/`. */
export class S3Spool implements Spool, SpooledOrders {
  readonly name = 'spool';
  readonly #bucket: { readonly Bucket: string };

  constructor(
    private readonly client: S3Client,
    private readonly options: S3SpoolOptions,
  ) {
    this.#bucket = { Bucket: options.bucket };
  }

  /** Creates the bucket unless it exists. Can be repeated. */
  async prepare(): Promise<void> {
    await this.#call(async (abortSignal) => {
      const found = await unless(hasStatus(404), this.client.send(new HeadBucketCommand(this.#bucket), { abortSignal }));
      if (found) return;
      const region = await this.client.config.region();
      const CreateBucketConfiguration = region === DEFAULT_REGION ? undefined : { LocationConstraint: region as BucketLocationConstraint };
      const command = new CreateBucketCommand({ ...this.#bucket, CreateBucketConfiguration });
      // Another process may create it at the same time.
      await unless(hasStatus(409), this.client.send(command, { abortSignal }));
    });
  }

  async put(order: Order): Promise<Order> {
    const spooled = toSpooled(order);
    return this.#call((signal) =>
      putIfAbsent({ write: (name, text) => this.#write(name, text, signal), read: (name) => this.#read(name, signal) }, order, spooled),
    );
  }

  async find(orderId: string): Promise<Order | undefined> {
    const name = spooledName(orderId);
    return name === undefined ? undefined : this.#call(async (signal) => orderOf(name, await this.#read(name, signal)));
  }

  async names(atMost: number): Promise<string[]> {
    const listed: Listed[] = [];
    let token: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const command = new ListObjectsV2Command({ ...this.#bucket, Prefix: ORDERS, ContinuationToken: token });
      const { Contents = [], NextContinuationToken } = await this.#call((abortSignal) => this.client.send(command, { abortSignal }));
      listed.push(...Contents.map(({ Key = '', LastModified }) => ({ name: Key.slice(ORDERS.length), writtenAt: LastModified?.getTime() ?? 0 })));
      token = NextContinuationToken;
      if (token === undefined) break;
    }
    // Consoles create an empty object for a folder.
    return oldestNames(listed.filter(({ name }) => name !== ''), atMost);
  }

  read(name: string): Promise<Spooled | undefined> {
    return this.#call((signal) => this.#read(name, signal));
  }

  async remove(name: string): Promise<void> {
    await this.#call((abortSignal) => this.client.send(new DeleteObjectCommand(this.#object(name)), { abortSignal }));
  }

  async quarantine(name: string, why: string): Promise<void> {
    await this.#call(async (abortSignal) => {
      const found = await unless(hasStatus(404), this.client.send(new HeadObjectCommand(this.#object(name)), { abortSignal }));
      if (!found) return;
      const Key = QUARANTINE + quarantineName(name, found.LastModified ?? new Date(0));
      const CopySource = `${this.options.bucket}/${ORDERS}${name}`.split('/').map(encodeURIComponent).join('/');
      await this.client.send(new PutObjectCommand({ ...this.#bucket, Key: `${Key}.why`, Body: `${why}\n` }), { abortSignal });
      await unless(hasStatus(404), this.client.send(new CopyObjectCommand({ ...this.#bucket, Key, CopySource }), { abortSignal }));
      await this.client.send(new DeleteObjectCommand(this.#object(name)), { abortSignal });
    });
  }

  /** Resolves when the bucket exists. */
  async ping(): Promise<void> {
    await this.#call((abortSignal) => this.client.send(new HeadBucketCommand(this.#bucket), { abortSignal }));
  }

  /** False when something is stored under the name, or another process is just writing it. */
  async #write(name: string, text: string, abortSignal: AbortSignal): Promise<boolean> {
    const object = { ...this.#object(name), Body: text, ContentType: 'application/json', IfNoneMatch: '*' };
    return (await unless(hasStatus(412, 409), this.client.send(new PutObjectCommand(object), { abortSignal }))) !== undefined;
  }

  async #read(name: string, abortSignal: AbortSignal): Promise<Spooled | undefined> {
    const Range = `bytes=0-${MAX_SPOOLED_BYTES}`;
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ ...this.#object(name), Range }), { abortSignal });
      return fromSpooled(name, (await Body?.transformToByteArray()) ?? NOTHING);
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
      // The object is empty, so there is no first byte to read.
      if (error instanceof S3ServiceException && hasStatus(416)(error)) return fromSpooled(name, NOTHING);
      throw error;
    }
  }

  #object(name: string) {
    return { ...this.#bucket, Key: ORDERS + name };
  }

  async #call<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.options;
    try {
      return await withDeadline(timeoutMs, call(AbortSignal.timeout(timeoutMs)));
    } catch (cause) {
      throw cause instanceof Unavailable ? cause : new Unavailable('spool', { cause });
    }
  }
}

type IsRefusal = (error: S3ServiceException) => boolean;

const hasStatus = (...statuses: number[]): IsRefusal => ({ $metadata }) => statuses.includes($metadata.httpStatusCode ?? 0);

/** The answer, or `undefined` when the server refuses in this way. */
async function unless<T>(isRefused: IsRefusal, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof S3ServiceException && isRefused(error)) return undefined;
    throw error;
  }
}
