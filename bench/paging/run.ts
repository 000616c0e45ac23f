import { parseArgs } from 'node:util';
import { environment } from '../../stack';
import { postgresUrl } from '../../adapters/postgres/connection';
import { until } from '../../test/until';
import { onOwnStack } from '../own-stack';
import { writeSection } from '../report/write-section';
import { fill } from './fill';
import { measurePages } from './measure-pages';
import { listOf, pagesOf } from './pages';
import { report } from './report';

const userId = 'user-with-many-orders';
const say = (text: string) => console.error(text);

async function run({ orders, rounds }: { orders: number; rounds: number }): Promise<string> {
  say('starting a Postgres and an API of its own');
  return onOwnStack(async (stack) => {
    // It lists orders as soon as Postgres is there, and is not ready without the rest.
    await stack.launch('api');
    const env = environment(stack.slot);
    const ask = listOf(`http://127.0.0.1:${stack.slot.ports.api}`, userId);
    await until('the API lists orders', () => ask('').then(() => true, () => false));
    await fill(postgresUrl({ url: env['POSTGRES_MIGRATION_URL']!, password: env['POSTGRES_MIGRATION_PASSWORD'] }), { userId, orders }, say);
    say('asking for pages');
    return report(await measurePages(ask, await pagesOf(ask, orders), rounds), { orders, rounds });
  }, { parts: ['postgres'] });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '25' },
      write: { type: 'boolean', default: false },
    },
  });
  const result = await run({ orders: Number(values.orders), rounds: Number(values.rounds) });
  console.log(`\n${result}`);
  if (values.write) writeSection(result, 'paging');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
