import type { Ask, Page, PageName } from './pages';

/** So many times the API uses a statement before it may plan it once for all users. */
const warmUpRounds = 10;

/** How long each page took, in milliseconds, round by round. */
export interface PageTimes {
  readonly page: PageName;
  readonly withTotal: number[];
  readonly withoutTotal: number[];
}

/** Asks for every page in turn, with the total and without, so that whatever else the machine does meets all of them. */
export async function measurePages(ask: Ask, pages: readonly Page[], rounds: number): Promise<PageTimes[]> {
  const times = pages.map(({ name }) => ({ page: name, withTotal: [] as number[], withoutTotal: [] as number[] }));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [index, { query }] of pages.entries()) {
      const counted = await ask(query);
      const uncounted = await ask(`${query}&total=false`);
      if (round < 0) continue;
      times[index]!.withTotal.push(counted.ms);
      times[index]!.withoutTotal.push(uncounted.ms);
    }
  }
  return times;
}
