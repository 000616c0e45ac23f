import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { Client, type Connection } from '@temporalio/client';
import { temporalConnection } from '../../apps/runtime/compose';
import { loadConfig } from '../../config/config';
import { closedPort } from '../../test/contracts/closed-port';
import { assertUnavailable } from '../../test/contracts/unavailable';
import { until } from '../../test/until';
import { createTemporalConnection } from './connection';
import { type Schedule, TemporalSchedules } from './schedules';

const config = loadConfig();
const HOUR_MS = 3_600_000;

describe('schedules on Temporal', function () {
  this.timeout(60_000);

  // Nobody works on this queue: a run that is started stays open.
  const taskQueue = `contract-${randomUUID()}`;
  const made: string[] = [];
  let connection: Connection;
  let client: Client;
  let schedules: TemporalSchedules;
  before(() => {
    connection = createTemporalConnection(temporalConnection(config));
    client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
    schedules = new TemporalSchedules({ client, taskQueue, timeoutMs: 5_000 });
  });
  after(async () => {
    for (const id of made) {
      const { info } = await client.schedule.getHandle(id).describe();
      await client.schedule.getHandle(id).delete();
      for (const { workflow } of info.runningActions.map(({ workflow }) => ({ workflow }))) {
        await client.workflow.getHandle(workflow.workflowId).terminate();
      }
    }
    await connection.close();
  });

  function newSchedule(changes: Partial<Schedule> = {}): Schedule {
    const id = `contract-${randomUUID()}`;
    made.push(id);
    return { id, workflowType: 'nothing', everyMs: HOUR_MS, ...changes };
  }
  const describeIt = ({ id }: Schedule) => client.schedule.getHandle(id).describe();

  it('are as described: when, what, and never two runs at once', async () => {
    const schedule = newSchedule({ args: [{ windowMs: 5 }] });
    await schedules.ensure(schedule);
    const { spec, action, policies } = await describeIt(schedule);
    assert.deepEqual(spec.intervals?.map(({ every }) => every), [HOUR_MS]);
    assert.equal(action.workflowType, 'nothing');
    assert.equal(action.taskQueue, taskQueue);
    assert.deepEqual(action.args, [{ windowMs: 5 }]);
    assert.equal(policies.overlap, 'SKIP');
    assert.equal(policies.catchupWindow, 10_000);
  });

  it('can be made by several processes at once and again, and become what is described last', async () => {
    const schedule = newSchedule();
    await Promise.all(Array.from({ length: 4 }, () => schedules.ensure(schedule)));
    await schedules.ensure({ ...schedule, everyMs: 2 * HOUR_MS, workflowType: 'another' });
    const { spec, action } = await describeIt(schedule);
    assert.deepEqual(spec.intervals?.map(({ every }) => every), [2 * HOUR_MS]);
    assert.equal(action.workflowType, 'another');
  });

  it('stay paused when somebody has paused them', async () => {
    const schedule = newSchedule();
    await schedules.ensure(schedule);
    await client.schedule.getHandle(schedule.id).pause('not now');
    await schedules.ensure(schedule);
    const { state } = await describeIt(schedule);
    assert.deepEqual([state.paused, state.note], [true, 'not now']);
  });

  it('run at once when they are triggered, under ids that begin with theirs', async () => {
    const schedule = newSchedule();
    await schedules.ensure(schedule);
    assert.equal(await schedules.trigger(schedule.id), true);
    await until('it runs', async () => (await describeIt(schedule)).info.runningActions.length === 1);
    const [run] = (await describeIt(schedule)).info.runningActions;
    assert.ok(run?.workflow.workflowId.startsWith(schedule.id));
  });

  it('wait with a triggered run for the one that goes on', async () => {
    const schedule = newSchedule();
    await schedules.ensure(schedule);
    const running = async () => (await describeIt(schedule)).info.runningActions.map(({ workflow }) => workflow.workflowId);
    await schedules.trigger(schedule.id);
    await until('the first runs', async () => (await running()).length === 1);
    const [first] = await running();
    // Runs are named by the second in which they are triggered.
    await until('the next second', async () => !first?.includes(new Date().toISOString().slice(0, 19)));
    await schedules.trigger(schedule.id);
    assert.deepEqual(await running(), [first]);
    await client.workflow.getHandle(first ?? '').terminate();
    await until('the second runs', async () => {
      const [now, ...more] = await running();
      return now !== undefined && now !== first && more.length === 0;
    });
  });

  it('say so when the one to trigger is not there', async () => {
    assert.equal(await schedules.trigger(`contract-${randomUUID()}`), false);
  });
});

describe('schedules on a server that is not there', () => {
  it('are unavailable, in time', async () => {
    const connection = createTemporalConnection({ address: `127.0.0.1:${await closedPort()}` });
    const schedules = new TemporalSchedules({ client: new Client({ connection }), taskQueue: 'none', timeoutMs: 500 });
    await assertUnavailable('temporal', () => schedules.ensure({ id: 'x', workflowType: 'x', everyMs: HOUR_MS }), 2_000);
    await assertUnavailable('temporal', () => schedules.trigger('x'), 2_000);
    await connection.close();
  });
});
