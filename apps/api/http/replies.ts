/** What a handler answers. The body is sent as JSON; text is sent as it is, with its own content type. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The statuses of success; with {@link PROBLEMS} the only place in the API that knows HTTP status numbers. */
export const STATUS = { ok: 200, created: 201, accepted: 202, noContent: 204, notReady: 503 } as const;

/** Every way a request can fail. The code is stable: clients may rely on it. */
export const PROBLEMS = {
  REQUEST_UNREADABLE: { status: 400, title: 'The request is not valid HTTP.' },
  BODY_UNREADABLE: { status: 400, title: 'The body cannot be read.' },
  PATH_UNREADABLE: { status: 400, title: 'The path cannot be read.' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'The Idempotency-Key must be 1 to 255 printable ASCII characters, given once.' },
  PAYMENT_METHOD_INVALID: { status: 400, title: 'The method passed is invalid.' },
  UNAUTHENTICATED: { status: 401, title: 'This route needs a valid API key: Authorization: Bearer KEY.' },
  FORBIDDEN: { status: 403, title: 'The role of this API key may not use this route.' },
  ORDER_NOT_FOUND: { status: 404, title: 'There is no such order.' },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is no such route.' },
  HTTP_METHOD_NOT_ALLOWED: { status: 405, title: 'This route does not take this HTTP method.' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive.' },
  ORDER_NOT_HELD: { status: 409, title: 'The order is not held: there is nothing to decide.' },
  ORDER_ALREADY_FINAL: { status: 409, title: 'The order has already ended in another way.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The content type of the body is not supported.' },
  EXPECTATION_FAILED: { status: 417, title: 'The Expect header of the request cannot be met.' },
  FIELDS_INVALID: { status: 422, title: 'Fields are missing or wrong.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Another order was placed with this Idempotency-Key.' },
  RATE_LIMITED: { status: 429, title: 'Too many requests were sent in a short time.' },
  TOO_MANY_ORDERS: { status: 429, title: 'Too many orders are in flight. This one was not accepted.' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request line and the headers are too large.' },
  INTERNAL: { status: 500, title: 'The service has failed. This is not the fault of the request.' },
  FEATURE_OFF: { status: 503, title: 'This feature is switched off at the moment.' },
  UNAVAILABLE: { status: 503, title: 'The service cannot answer this request at the moment.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

const REPLAYED = { 'Idempotent-Replayed': 'true' };

export const ok = (body: unknown): Reply => ({ status: STATUS.ok, body });

export const html = (body: string): Reply => ({ status: STATUS.ok, headers: { 'Content-Type': 'text/html' }, body });

/** The thing is created; or the first answer about it is repeated. */
export const created = (location: string, body: unknown, isReplayed: boolean): Reply => ({
  status: STATUS.created,
  headers: { Location: location, ...(isReplayed && REPLAYED) },
  body,
});

/** The thing will be created; or the first answer about it is repeated. */
export const accepted = (location: string, body: unknown, isReplayed: boolean): Reply => ({
  ...created(location, body, isReplayed),
  status: STATUS.accepted,
});

/** The same answer, given after the wait that the client preferred. */
export const afterWait = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, 'Preference-Applied': 'wait' } });

export const noContent = (): Reply => ({ status: STATUS.noContent });

export const notReady = (body: unknown): Reply => ({ status: STATUS.notReady, body });
