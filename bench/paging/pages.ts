const limit = 100;

/** One page of a long list, and how to ask for it. */
export interface Page {
  readonly name: PageName;
  readonly query: string;
}

export type PageName = 'the first' | `${'in the middle' | 'the last'}, by ${'cursor' | 'offset'}`;

/** Asks for a page; answers with how long that took until all of it was there, in milliseconds, and with the page. */
export type Ask = (query: string) => Promise<{ readonly ms: number; readonly body: PageBody }>;

export interface PageBody {
  readonly total?: number;
  readonly orders: readonly unknown[];
  readonly next_cursor?: string;
}

/** The API's list of that user. Throws unless it answers a page. */
export function listOf(apiUrl: string, userId: string): Ask {
  return async (query) => {
    const startedAt = performance.now();
    const answer = await fetch(`${apiUrl}/api/orders/${userId}?${query}`);
    const body = (await answer.json()) as PageBody;
    const ms = performance.now() - startedAt;
    if (!answer.ok) throw new Error(`${query} is answered ${answer.status}: ${JSON.stringify(body)}`);
    return { ms, body };
  };
}

/** The first, the middle and the last page of a list of that length, by cursor and, but for the first, by offset. */
export async function pagesOf(ask: Ask, orders: number): Promise<Page[]> {
  const middle = Math.floor(orders / 2 / limit) * limit;
  const last = orders - limit;
  const cursorAt = async (offset: number) => (await ask(`limit=${limit}&offset=${offset - limit}&total=false`)).body.next_cursor;
  return [
    { name: 'the first', query: `limit=${limit}` },
    { name: 'in the middle, by cursor', query: `limit=${limit}&cursor=${await cursorAt(middle)}` },
    { name: 'the last, by cursor', query: `limit=${limit}&cursor=${await cursorAt(last)}` },
    { name: 'in the middle, by offset', query: `limit=${limit}&offset=${middle}` },
    { name: 'the last, by offset', query: `limit=${limit}&offset=${last}` },
  ];
}
