import assert from 'node:assert/strict';
import { RETRIES } from './connection';

type Status = Parameters<typeof RETRIES.retryableDecider>[1];

/** How the server has refused a call; the detail stands between bytes, as it does on the wire. */
function refusal(code: number, detail?: string): Status {
  const details = detail === undefined ? [] : [Buffer.from(`\u0008\u0009\u0012type.googleapis.com/${detail}`)];
  return { code, details: '', metadata: { get: () => details } } as unknown as Status;
}

describe('a call to Temporal', () => {
  const lostTask = refusal(9, 'temporal.api.errordetails.v1.WorkflowNotReadyFailure');

  it('is made again, after a short pause, when the server is away or has thrown a task away', () => {
    for (const status of [refusal(14), lostTask]) {
      assert.equal(RETRIES.retryableDecider(1, status), true);
      const pauseMs = RETRIES.delayFunction(9, status);
      assert.ok(pauseMs >= 50 && pauseMs <= 200, `${pauseMs} ms`);
    }
  });

  it('is not made again for ever', () => {
    for (const status of [refusal(14), lostTask]) assert.equal(RETRIES.retryableDecider(10, status), false);
  });

  it('is not made again when it is refused for good', () => {
    const refusals = [refusal(9), refusal(9, 'temporal.api.errordetails.v1.QueryFailedFailure'), refusal(5), refusal(3)];
    for (const status of refusals) assert.equal(RETRIES.retryableDecider(1, status), false);
  });
});
