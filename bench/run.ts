import { bareAgainstOrders } from './bare-against-orders';
import { beforeAgainstAfter } from './before-against-after';
import { readOptions, type Options } from './options';
import { LOAD_SETTINGS } from './load/load-key';
import { onOwnStack } from './own-stack';
import { report } from './report/report';
import { writeSection } from './report/write-section';
import { measureRounds } from './rounds';

/** Measures, prints the result and returns how many orders or workflows did not end as they should. */
async function run(options: Options): Promise<number> {
  const { against, clients } = options;
  console.error('starting a stack of its own');
  return onOwnStack(async ({ slot }, resources) => {
    const { subjects, startCpu, conclude } = await (against === undefined ? bareAgainstOrders(slot, resources) : beforeAgainstAfter(slot, resources, against));
    const { measurements, failures } = await measureRounds(subjects, options, startCpu, (text) => console.error(text));
    const measured = { all: measurements, pair: [subjects[0].name, subjects[1].name], clients } as const;
    const result = report(measured, options, conclude(measured));
    console.log(`\n${result}`);
    if (options.write) writeSection(result);
    return failures.length;
  }, { env: LOAD_SETTINGS });
}

async function main(): Promise<void> {
  const failed = await run(readOptions(process.argv.slice(2)));
  if (failed > 0) throw new Error(`${failed} did not end as they should`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
