import { join } from 'node:path';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createActivities, type Activities } from '../activities';
import type { OrderEvent } from '../domain/events';
import type { Order } from '../domain/order';
import { PROCESS_ORDER, TIMELINE_QUERY, USER_ID } from '../workflows/contract';
import { SCENARIOS, type Scenario } from './recorded-scenarios';
import { until } from './until';
import { anOrder, bundleFrom, memoryPorts } from './workflow-environment';

const TASK_QUEUE = 'recorded-scenarios';
/** A busy machine takes its time over thirty orders at once. */
const WAIT_MS = 30_000;

/**
 * Takes one order each of these ways, all at once, and answers with their histories in JSON. No end is waited for until everything
 * has happened to all of them, because a time-skipping server skips time for all of them then.
 */
export async function runScenarios(env: TestWorkflowEnvironment, ways: readonly string[], workflows = require.resolve('../workflows')): Promise<Map<string, string>> {
  const activities = new Map<string, Activities>();
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    identity: 'test-worker',
    workflowBundle: await bundleFrom(workflows),
    activities: eachWithItsOwn(activities),
  });
  return worker.runUntil(async () => {
    const runs = await Promise.all(
      ways.map(async (way) => {
        const scenario = SCENARIOS[way];
        if (scenario === undefined) throw new Error(`There is no scenario ${way}.`);
        const ports = memoryPorts();
        await scenario.given?.(ports);
        const order = anOrder(scenario.order);
        activities.set(order.id, createActivities(ports));
        const handle = await start(env.client, order);
        await disturb(way, scenario, ports, handle);
        return { way, handle };
      }),
    );
    const histories = new Map<string, string>();
    // One after the other: the time-skipping server lets only one at a time unlock its clock.
    for (const { way, handle } of runs) {
      await handle.result();
      histories.set(way, withoutFolder(historyToJSON(await handle.fetchHistory())));
    }
    return histories;
  });
}

async function disturb(way: string, { then, held }: Scenario, ports: ReturnType<typeof memoryPorts>, handle: WorkflowHandle): Promise<void> {
  if (then) {
    const isHandedOver = async () => ((await handle.describe()).raw.pendingActivities?.length ?? 0) > 0;
    await until(`${way}: a step is handed to the server`, isHandedOver, WAIT_MS);
    await then(ports, handle);
  }
  if (held) {
    const isHeld = async () => (await handle.query<OrderEvent[]>(TIMELINE_QUERY)).some(({ type }) => type === 'order.held');
    await until(`${way}: it is held`, isHeld, WAIT_MS);
    await held(ports, handle);
  }
}

/** The activities of one worker, each done by those that belong to its order. */
function eachWithItsOwn(activities: ReadonlyMap<string, Activities>) {
  const of = (subject: Order | string) => {
    const found = activities.get(typeof subject === 'string' ? subject : subject.id);
    if (found === undefined) throw new Error('There are no activities for this order.');
    return found as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;
  };
  // Each of them has the order or its id as the first argument.
  const names = Object.keys(createActivities(memoryPorts()));
  return Object.fromEntries(names.map((name) => [name, (subject: Order | string, ...others: unknown[]) => of(subject)[name]?.(subject, ...others)]));
}

/** Stack traces name files. Where this repository lies does not belong into a history. */
function withoutFolder(json: string): string {
  return json.replaceAll(`${join(__dirname, '..')}/`, '');
}

function start(client: Client, order: Order): Promise<WorkflowHandle> {
  return client.workflow.start(PROCESS_ORDER, {
    args: [order],
    taskQueue: TASK_QUEUE,
    workflowId: order.id,
    memo: { order },
    typedSearchAttributes: [{ key: USER_ID, value: order.userId }],
  });
}
