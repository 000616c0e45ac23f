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
import { ensureBuilt } from '../stack/build/ensure-built';
import { temporalRecipe } from '../stack/build/recipes';
import type { OrderEvent } from '../domain/events';
import type { Decision } from '../domain/holds';
import type { Money } from '../domain/money';
import type { Order } from '../domain/order';
import { CANCEL_UPDATE, DECISION_UPDATE, ORDER_STAGE, ORDER_STATUS, PROCESS_ORDER, TIMELINE_QUERY, USER_ID } from '../workflows/contract';
import { until } from './until';
import { anOrder, createTestWorker, memoryPorts, quietRuntime, type MemoryPorts } from './workflow-environment';

interface Scenario {
  /** What happens once the order is held, instead of once a step was handed to the server. */
  readonly held?: (ports: MemoryPorts, handle: WorkflowHandle) => unknown;
  readonly order?: Parameters<typeof anOrder>[0];
  /** What is wrong with the dependencies at the start. */
  readonly given?: (ports: MemoryPorts) => unknown;
  /** What happens once the first step was handed to the server. */
  readonly then?: (ports: MemoryPorts, handle: WorkflowHandle) => unknown;
}

const USER = anOrder().userId;

const SCENARIOS: Record<string, Scenario> = {
  approved: {},
  'over-the-limit': { order: { value: '10000.01' } },
  'invalid-user': { order: { userId: 'user_test_invalid' } },
  'cached-answer': {
    given: ({ users, answers }) => {
      users.faults.down = true;
      answers.remember(USER, true);
    },
  },
  'held-and-answered': { given: userApiDown, held: ({ users }) => (users.faults.down = false) },
  'held-and-expired': {
    given: (ports) => {
      userApiDown(ports);
      Object.assign(ports.fallback, { hold: { forMs: 2_500, askEveryMs: 1_000 } });
    },
  },
  'held-and-approved': { given: userApiDown, held: (_, handle) => decide(handle, 'approve') },
  'held-and-rejected': { given: userApiDown, held: (_, handle) => decide(handle, 'reject') },
  'held-retried-and-approved': {
    given: userApiDown,
    held: async (_, handle) => {
      await decide(handle, 'retry');
      await decide(handle, 'approve');
    },
  },
  'canceled-by-client': { given: ({ users }) => (users.hangs = true), then: (_, handle) => cancel(handle) },
  'held-and-canceled-by-client': { given: userApiDown, held: (_, handle) => cancel(handle) },
  'canceled-by-named-operator': { order: { client: 'shop' }, given: ({ users }) => (users.hangs = true), then: (_, handle) => cancelAsOperator(handle) },
  'held-and-canceled-by-named-operator': { order: { client: 'shop' }, given: userApiDown, held: (_, handle) => cancelAsOperator(handle) },
  'approved-for-client': { order: { client: 'shop' } },
  'canceled-by-client-too-late': {
    given: ({ stream }) => (stream.faults.down = true),
    then: async ({ stream }, handle) => {
      await cancel(handle);
      stream.faults.down = false;
    },
  },
  'ledger-down-and-back': { given: ({ limits }) => (limits.faults.failNext = 3) },
  'ledger-stuck-and-going': { given: ({ limits }) => (limits.faults.failNext = 12) },
  'over-the-exposure-cap': { given: ({ limits }) => limits.setLimit(USER, { perOrderLimit: null, exposureCap: '10' as Money }) },
  'neither-answered-nor-held': {
    given: ({ users, toggles }) => {
      users.faults.down = true;
      toggles.off('fallbackToHold');
    },
  },
  'held-and-canceled-by-operator': { given: userApiDown, held: (_, handle) => handle.cancel() },
  'limit-refused-while-user-api-down': { order: { value: '10000.01' }, given: userApiDown },
  'settle-stuck-and-going': { given: ({ settlements }) => (settlements.faults.failNext = 12) },
  'stream-stuck-and-going': { given: ({ stream }) => (stream.faults.failNext = 12) },
  'recovered-from-the-spool': { order: { acceptedAt: '2026-01-02T02:59:59.000Z' } },
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

function userApiDown({ users }: MemoryPorts): void {
  users.faults.down = true;
}

function cancel(handle: WorkflowHandle): Promise<unknown> {
  return handle.executeUpdate<unknown, []>(CANCEL_UPDATE, { args: [] });
}

function cancelAsOperator(handle: WorkflowHandle): Promise<unknown> {
  return handle.executeUpdate<unknown, [operator: string]>(CANCEL_UPDATE, { args: ['ada'] });
}

function decide(handle: WorkflowHandle, decision: Decision['decision']): Promise<unknown> {
  const args: [Decision] = [{ decision, by: 'ada', note: 'seen' }];
  return handle.executeUpdate<unknown, [Decision]>(DECISION_UPDATE, { args });
}

function downAndBack(part: 'settlements' | 'log' | 'stream'): Scenario {
  return {
    given: (ports) => (ports[part].faults.down = true),
    then: (ports) => (ports[part].faults.down = false),
  };
}

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
