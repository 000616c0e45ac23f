import { machine } from '../machine';
import { spreadText } from '../report/selection';
import { table } from '../report/table';
import { spreadOf } from '../statistics';
import type { PageTimes } from './measure-pages';
import type { PageName } from './pages';

/** The result as markdown, without a heading. */
export function report(times: readonly PageTimes[], { orders, rounds }: { orders: number; rounds: number }): string {
  const date = new Date().toISOString().slice(0, 10);
  const rows = times.map(({ page, withTotal, withoutTotal }) => [page, spreadText(spreadOf(withTotal)), spreadText(spreadOf(withoutTotal))]);
  return [
    `Measured on ${date}: one client, ${orders.toLocaleString('en')} orders of one user, pages of 100, ${rounds} rounds. Machine: ${machine()}.`,
    ratios(times),
    'Milliseconds until the whole page was there: the median of the rounds (lowest–highest).',
    table(['page', 'with the exact total', 'with `total=false`'], rows),
  ].join('\n\n');
}

function ratios(times: readonly PageTimes[]): string {
  const ratio = (kind: 'withTotal' | 'withoutTotal') => {
    const [last, first] = [of(times, 'the last, by cursor')[kind], of(times, 'the first')[kind]];
    return spreadText(spreadOf(last.map((ms, round) => ms / first[round]!)));
  };
  return `The last page by cursor takes ${ratio('withTotal')} times as long as the first with the total, ${ratio('withoutTotal')} times without it.`;
}

function of(times: readonly PageTimes[], name: PageName): PageTimes {
  return times.find(({ page }) => page === name)!;
}
