import type { WorkflowHandle } from '@temporalio/client';
import { JUST_OVER_LIMIT } from './contracts/sample-orders';
import type { Decision } from '../domain/holds';
import type { Money } from '../domain/money';
import { CANCEL_UPDATE, DECISION_UPDATE } from '../workflows/contract';
import { anOrder, type MemoryPorts } from './workflow-environment';

/** One way an order can go: what it meets, and who does what about it. */
export interface Scenario {
  /** What happens once the order is held, instead of once a step was handed to the server. */
  readonly held?: (ports: MemoryPorts, handle: WorkflowHandle) => unknown;
  readonly order?: Parameters<typeof anOrder>[0];
  /** What is wrong with the dependencies at the start. */
  readonly given?: (ports: MemoryPorts) => unknown;
  /** What happens once the first step was handed to the server. */
  readonly then?: (ports: MemoryPorts, handle: WorkflowHandle) => unknown;
}

const USER = anOrder().userId;

/** Every way whose history is kept, by its name. */
export const SCENARIOS: Record<string, Scenario> = {
  approved: {},
  'over-the-limit': { order: { value: JUST_OVER_LIMIT } },
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
  'limit-refused-while-user-api-down': { order: { value: JUST_OVER_LIMIT }, given: userApiDown },
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
