/** What the API has answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; an empty object when there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly tookMs: number;
}

/** Asks, and resolves with whatever is answered; throws when nothing is. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(url, init);
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Answer['body'];
  return { status: response.status, headers: response.headers, body, tookMs: performance.now() - began };
}

/** The same, with a JSON body. */
export async function send(method: 'POST' | 'PUT', url: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}
