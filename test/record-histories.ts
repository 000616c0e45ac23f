/**
 * Records one history of every way an order can go into `test/histories/<shape>/`, from a real Temporal server. Run it
 * when a new shape of the workflow is released (`npx tsx test/record-histories.ts <shape>`); never over an old shape.
 * Name ways after the shape when only these are new.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { ensureBuilt } from '../stack/build/recipe';
import { temporalRecipe } from '../stack/build/recipes';
import type { OrderEvent } from '../domain/events';
import type { Order } from '../domain/order';
import { ORDER_STAGE, ORDER_STATUS, PROCESS_ORDER, TIMELINE_QUERY, USER_ID } from '../workflows/contract';
import { SCENARIOS, type Scenario } from './recorded-scenarios';
import { until } from './until';
import { anOrder, createTestWorker, memoryPorts, quietRuntime } from './workflow-environment';

async function main(shape: string | undefined, ways: readonly string[]): Promise<void> {
  const folder = join(__dirname, 'histories', shape ?? '');
  if (shape === undefined || existsSync(folder)) throw new Error('Name a new shape: stored histories are never replaced.');
  mkdirSync(folder, { recursive: true });
  quietRuntime();
  const env = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: join(await ensureBuilt(temporalRecipe, console.log), 'temporal') },
      searchAttributes: [USER_ID, ORDER_STATUS, ORDER_STAGE],
    },
    client: { identity: 'recorder' },
  });
  try {
    for (const [name, scenario] of Object.entries(SCENARIOS).filter(([way]) => ways.length === 0 || ways.includes(way))) {
      writeFileSync(join(folder, `${name}.json`), `${await record(env, scenario)}\n`);
      console.log(`recorded ${shape}/${name}`);
    }
  } finally {
    await env.teardown();
  }
}

async function record(env: TestWorkflowEnvironment, { order: given, given: prepare, then, held }: Scenario): Promise<string> {
  const ports = memoryPorts();
  await prepare?.(ports);
  const order = anOrder(given);
  const worker = await createTestWorker(env, ports, order.id);
  return worker.runUntil(async () => {
    const handle = await start(env.client, order);
    if (then) {
      await until('a step is handed to the server', async () => ((await handle.describe()).raw.pendingActivities?.length ?? 0) > 0);
      await then(ports, handle);
    }
    if (held) {
      const isHeld = async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).some(({ type }) => type === 'order.held');
      await until('it is held', isHeld);
      await held(ports, handle);
    }
    await handle.result();
    return withoutFolder(historyToJSON(await handle.fetchHistory()));
  });
}

/** Stack traces name files; where this repository lies is nobody's business. */
function withoutFolder(json: string): string {
  return json.replaceAll(`${join(__dirname, '..')}/`, '');
}

function start(client: Client, order: Order): Promise<WorkflowHandle> {
  return client.workflow.start(PROCESS_ORDER, {
    args: [order],
    taskQueue: order.id,
    workflowId: order.id,
    memo: { order },
    typedSearchAttributes: [{ key: USER_ID, value: order.userId }],
  });
}

void main(process.argv[2], process.argv.slice(3));
