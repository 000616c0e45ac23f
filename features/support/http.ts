/** What a service answered; a body of JSON is parsed, any other is text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: Blob | FormData | URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

const MOST_PATIENCE_MS = 60_000;

/** Asks, follows no redirect, and throws when there is no answer. */
export async function ask(url: string, { method = 'GET', body, headers = {} }: Request = {}): Promise<Answer> {
  const signal = AbortSignal.timeout(MOST_PATIENCE_MS);
  try {
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: isJson(response.headers) ? JSON.parse(text) : text };
  } catch (cause) {
    throw new Error(`no answer from ${url}`, { cause });
  }
}

export function mediaType(headers: Headers): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0];
}

/** A body of JSON; `fetch` takes the content type from it. */
export function json(value: unknown): Blob {
  return new Blob([JSON.stringify(value)], { type: 'application/json' });
}

function isJson(headers: Headers): boolean {
  return /^application\/(\w+\+)?json$/.test(mediaType(headers) ?? '');
}
