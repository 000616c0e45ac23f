import { randomUUID } from 'node:crypto';
import { IllegalStateError } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, makeTelemetryFilterString, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createActivities } from '../activities';
import { parseMoney } from '../domain/money';
import type { Order } from '../domain/order';
import { testServerPath } from '../stack';
import { ORDER_STAGE, ORDER_STATUS, USER_ID } from '../workflows/contract';
import { LIMIT } from './contracts/sample-orders';
import { MemoryEvents } from './fakes/event-log';
import { MemoryStream } from './fakes/event-stream';
import { MemoryLimits } from './fakes/limits';
import { MemoryOrders } from './fakes/orders';
import { MemoryToggles } from './fakes/toggles';
import { MemoryUserAnswers, MemoryUsers } from './fakes/users';
import { scaled } from './machine-speed';

/** Of `temporal.api.enums.v1.IndexedValueType`. */
const KEYWORD = 2;

/** The dependencies of one test's worker, in memory. */
export function memoryPorts() {
  const orders = new MemoryOrders();
  return {
    users: new MemoryUsers(),
    answers: new MemoryUserAnswers(),
    settlements: orders,
    holds: orders,
    toggles: new MemoryToggles(),
    fallback: { maxAgeMs: 86_400_000, hold: { forMs: 900_000, askEveryMs: 10_000 } },
    log: new MemoryEvents(),
    stream: new MemoryStream(),
    limits: new MemoryLimits({ perOrderLimit: LIMIT, windowMs: 86_400_000 }),
  };
}

export type MemoryPorts = ReturnType<typeof memoryPorts>;

/** Keeps the faults that tests make out of the test output, where Temporal's runtime would log them. */
export function quietRuntime(): void {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    });
  } catch (error) {
    // Another test file of this run has done it; the runtime lives until the last worker and connection is gone.
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

/** Starts the time-skipping server; one per test file, because it takes a second. */
export async function createTimeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const path = await testServerPath();
  const env = await startTimeSkipping(path, Math.ceil(scaled(2)));
  const searchAttributes = Object.fromEntries([USER_ID, ORDER_STATUS, ORDER_STAGE].map(({ name }) => [name, KEYWORD]));
  await env.connection.operatorService.addSearchAttributes({ searchAttributes });
  return env;
}

/** The SDK gives the server five seconds to listen, whatever the machine. A slow machine starts it more than once. */
async function startTimeSkipping(path: string, tries: number): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  } catch (error) {
    if (tries <= 1 || !String(error).includes('did not start within')) throw error;
    return startTimeSkipping(path, tries - 1);
  }
}

const bundles = new Map<string, Promise<WorkflowBundleWithSourceMap>>();

/** The workflow code of a folder, bundled once per run of tests. */
export function bundleFrom(workflowsPath: string): Promise<WorkflowBundleWithSourceMap> {
  const made = bundles.get(workflowsPath) ?? bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  bundles.set(workflowsPath, made);
  return made;
}

/** What a test's worker runs in place of the product's workflows, and beside its activities. */
export interface OtherCode {
  readonly workflowsPath: string;
  readonly activities: (ports: MemoryPorts) => object;
}

/** A worker over memory ports on a task queue of its own. */
export async function createTestWorker(env: TestWorkflowEnvironment, ports: MemoryPorts, taskQueue: string, other?: OtherCode): Promise<Worker> {
  return Worker.create({
    connection: env.nativeConnection,
    taskQueue,
    identity: 'test-worker',
    workflowBundle: await bundleFrom(other?.workflowsPath ?? require.resolve('../workflows')),
    activities: { ...createActivities(ports), ...other?.activities(ports) },
  });
}

/** An order of 1000 by credit card; give what matters to the test. */
export function anOrder(given: Partial<Omit<Order, 'value'>> & { readonly value?: string } = {}): Order {
  const value = parseMoney(given.value ?? '1000');
  if (value === undefined) throw new Error(`not an amount: ${given.value}`);
  return {
    id: randomUUID(),
    userId: 'uuuu-aaaa-bbbb',
    installment: 1,
    method: 'credit_card',
    acceptedAt: '2026-01-02T03:04:05.678Z',
    ...given,
    value,
  };
}
