/**
 * Records one history of every way an order can go into `test/histories/<shape>/`, from a real Temporal server. Run it
 * when a new shape of the workflow is released (`npx tsx test/record-histories.ts <shape>`); never over an old shape.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { ensureBuilt } from '../stack/build/ensure-built';
import { temporalRecipe } from '../stack/build/recipes';
import type { Order } from '../domain/order';
import { ORDER_STAGE, ORDER_STATUS, PROCESS_ORDER, USER_ID } from '../workflows/contract';
import { until } from './until';
import { anOrder, createTestWorker, memoryPorts, quietRuntime, type MemoryPorts } from './workflow-environment';

interface Scenario {
  readonly order?: Parameters<typeof anOrder>[0];
  /** What is wrong with the dependencies at the start. */
  readonly given?: (ports: MemoryPorts) => void;
  /** What happens once the first step was handed to the server. */
  readonly then?: (ports: MemoryPorts, handle: WorkflowHandle) => unknown;
}

const SCENARIOS: Record<string, Scenario> = {
  approved: {},
  'over-the-limit': { order: { value: '10000.01' } },
  'invalid-user': { order: { userId: 'user_test_invalid' } },
  'user-api-down': { given: ({ users }) => (users.faults.down = true) },
  'user-api-down-and-back': { given: ({ users }) => (users.faults.failNext = 2) },
  'postgres-down-and-back': downAndBack('settlements'),
  'mongodb-down-and-back': downAndBack('log'),
  'kafka-down-and-back': downAndBack('stream'),
  'mongodb-and-kafka-down-and-back': {
    given: ({ log, stream }) => (log.faults.down = stream.faults.down = true),
    then: ({ log, stream }) => (log.faults.down = stream.faults.down = false),
  },
  'canceled-by-operator': { given: ({ users }) => (users.hangs = true), then: (_, handle) => handle.cancel() },
};

function downAndBack(part: 'settlements' | 'log' | 'stream'): Scenario {
  return {
    given: (ports) => (ports[part].faults.down = true),
    then: (ports) => (ports[part].faults.down = false),
  };
}

async function main(shape: string | undefined): Promise<void> {
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
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      writeFileSync(join(folder, `${name}.json`), `${await record(env, scenario)}\n`);
      console.log(`recorded ${shape}/${name}`);
    }
  } finally {
    await env.teardown();
  }
}

async function record(env: TestWorkflowEnvironment, { order: given, given: prepare, then }: Scenario): Promise<string> {
  const ports = memoryPorts();
  prepare?.(ports);
  const order = anOrder(given);
  const worker = await createTestWorker(env, ports, order.id);
  return worker.runUntil(async () => {
    const handle = await start(env.client, order);
    if (then) {
      await until('a step is handed to the server', async () => ((await handle.describe()).raw.pendingActivities?.length ?? 0) > 0);
      await then(ports, handle);
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

void main(process.argv[2]);
