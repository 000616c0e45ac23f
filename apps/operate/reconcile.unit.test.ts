import assert from 'node:assert/strict';
import { NOTHING_DONE, type ReconcileReport, type ReconcileRequest } from '../../domain/maintenance-reports';
import { type CommandContext, UsageError } from './command';
import { reconcileCommand } from './maintenance';

describe('reconcile', () => {
  let printed: string[];
  let requests: ReconcileRequest[];
  beforeEach(() => {
    printed = [];
    requests = [];
  });

  const run = (did: ReconcileReport, ...args: string[]) => {
    const maintenance = {
      reconcileOrders: async (request: ReconcileRequest) => {
        requests.push(request);
        return { fromMs: 0, toMs: 3_600_000, ...did };
      },
    };
    const print = (line: string) => void printed.push(line);
    return reconcileCommand(() => maintenance).run({ print } as unknown as CommandContext, args);
  };

  it('looks at the last hour, or at as many hours as the option says', async () => {
    assert.equal(await run(NOTHING_DONE), true);
    assert.equal(await run(NOTHING_DONE, '--hours', '24'), true);
    assert.equal(await run(NOTHING_DONE, '--hours', '0.5'), true);
    assert.deepEqual(requests, [1, 24, 0.5].map((hours) => ({ windowMs: hours * 3_600_000, minAgeMs: 0 })));
  });

  it('says what was repaired', async () => {
    await run({ ...NOTHING_DONE, looked: 7, repaired: { accepted: 1, settled: 2, logged: 3, streamed: 4, ledger: 5 } });
    assert.deepEqual(printed, [
      'Orders from 1970-01-01T00:00:00.000Z to 1970-01-01T01:00:00.000Z: looked at 7.',
      'Repaired: rows written 1, settled 2, told to the log 3, told to the stream 4, reservations ended 5.',
      'Nothing is left to an operator.',
    ]);
  });

  it('does not come out well when something is left to an operator, and names it', async () => {
    const reported = { total: 3, orders: [{ orderId: 'a', what: 'ROW_MISSING' } as const] };
    assert.equal(await run({ ...NOTHING_DONE, reported }), false);
    assert.equal(printed[2], 'Left to an operator: 3.');
    assert.match(printed[3] ?? '', /^ {2}a {2}ROW_MISSING {2}Its workflow has completed/);
    assert.equal(printed[4], '  and 2 more');
  });

  for (const args of [['24'], ['--hours'], ['--hours', '0'], ['--hours', 'x'], ['--hours', '-1'], ['--hours', '1', '2'], ['--hours', '1e9']]) {
    it(`takes no ${JSON.stringify(args)}`, async () => {
      await assert.rejects(run(NOTHING_DONE, ...args), UsageError);
      assert.deepEqual(requests, []);
    });
  }
});
