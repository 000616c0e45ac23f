import assert from 'node:assert/strict';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { OrderEvent } from '../domain/events';
import type { Order, Outcome } from '../domain/order';
import { createTestWorker, createTimeSkippingEnvironment, memoryPorts, type MemoryPorts, type OtherCode } from '../test/workflow-environment';
import { PROCESS_ORDER } from './contract';

type ProcessOrder = (order: Order) => Promise<Outcome>;
export type Started = WorkflowHandleWithFirstExecutionRunId<ProcessOrder>;

/** The time-skipping server and fresh ports for each test of a suite of workflow tests; `other`: code of the suite's own. */
export function orderRuns(other?: OtherCode) {
  let env: TestWorkflowEnvironment;
  let ports: MemoryPorts;
  before(async () => (env = await createTimeSkippingEnvironment()));
  after(() => env.teardown());
  beforeEach(() => (ports = memoryPorts()));

  const start = (order: Order) =>
    env.client.workflow.start<ProcessOrder>(PROCESS_ORDER, { args: [order], taskQueue: order.id, workflowId: order.id });
  const worker = (order: Order) => createTestWorker(env, ports, order.id, other);
  const logged = (order: Order) => ports.log.read(order.id);
  const streamed = (order: Order) => ports.stream.records.filter(({ key }) => key === order.id).map(({ event }) => event);
  return {
    env: () => env,
    ports: () => ports,
    start,
    worker,
    /** Runs one order on a worker of its own; `meanwhile` may disturb it on its way. */
    run: async (order: Order, meanwhile: (handle: Started) => Promise<unknown> = async () => undefined): Promise<Outcome> => {
      const running = await worker(order);
      return running.runUntil(async () => {
        const handle = await start(order);
        await meanwhile(handle);
        return handle.result();
      });
    },
    logged,
    streamed,
    assertPublished: async (order: Order, outcome: { readonly status: string }, expected: string[]): Promise<void> => {
      const log = await logged(order);
      const all = log.filter(({ type }) => !TAKEN_BACK.includes(type));
      assert.deepEqual(typesOf(all).sort(), [...expected].sort());
      assert.equal(log[0]?.type, 'order.received');
      const ended = log.findIndex(({ type }) => type === (outcome.status === 'APPROVED' ? 'order.approved' : 'order.canceled'));
      const takesBack = outcome.status === 'CANCELED' && !expected.includes('limit.refused');
      assert.deepEqual(typesOf(log.slice(ended + 1)), takesBack ? TAKEN_BACK : []);
      const state = (await ports.limits.stateOf([order.id])).get(order.id);
      assert.equal(state, outcome.status === 'APPROVED' ? 'confirmed' : 'released');
      assert.deepEqual(log.map(({ sequence }) => sequence), log.map((_, index) => index + 1));
      assert.equal(JSON.stringify(streamed(order)), JSON.stringify(log), 'log and stream have the same events');
      assert.deepEqual(await ports.settlements.find(order.id), { ...order, ...outcome });
    },
  };
}

/** What follows the end of an order whose reservation is taken back. */
const TAKEN_BACK = ['compensation.started', 'limit.released'];

export function typesOf(events: readonly OrderEvent[]): string[] {
  return events.map(({ type }) => type);
}
