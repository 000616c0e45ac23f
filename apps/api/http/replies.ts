/** What a handler answers with. The body is sent as JSON; text is sent as it is, under its own type. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The statuses of success; with {@link PROBLEMS} the only place in the API that knows HTTP status numbers. */
export const STATUS = { ok: 200, created: 201, noContent: 204, notReady: 503 } as const;

/** Every way a request can fail. The code is stable: clients may rely on it. */
export const PROBLEMS = {
  BODY_UNREADABLE: { status: 400, title: 'The body cannot be read.' },
  PATH_UNREADABLE: { status: 400, title: 'The path cannot be read.' },
  PAYMENT_METHOD_INVALID: { status: 400, title: 'The method passed is invalid.' },
  ORDER_NOT_FOUND: { status: 404, title: 'There is no such order.' },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is no such route.' },
  HTTP_METHOD_NOT_ALLOWED: { status: 405, title: 'This route does not take this HTTP method.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  CONTENT_TYPE_UNSUPPORTED: { status: 415, title: 'The body has a type this route does not take.' },
  FIELDS_INVALID: { status: 422, title: 'Fields are missing or wrong.' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side.' },
  UNAVAILABLE: { status: 503, title: 'This cannot be answered at the moment.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const ok = (body: unknown): Reply => ({ status: STATUS.ok, body });

export const html = (body: string): Reply => ({ status: STATUS.ok, headers: { 'Content-Type': 'text/html' }, body });

export const created = (location: string, body: unknown): Reply => ({
  status: STATUS.created,
  headers: { Location: location },
  body,
});

export const noContent = (): Reply => ({ status: STATUS.noContent });

export const notReady = (body: unknown): Reply => ({ status: STATUS.notReady, body });
