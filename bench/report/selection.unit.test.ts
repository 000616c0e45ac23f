import assert from 'node:assert/strict';
import type { Measurement } from '../measure';
import { medianFinalMs, perSecond, ratioOf, select, spreadText } from './selection';

function measurement(subject: string, clients: number, rate: number, finalMs: readonly number[] = []): Measurement {
  const samples = finalMs.map((ms) => ({ id: 'one', acceptedMs: 1, finalMs: ms, looks: 1 }));
  return { subject, clients, perSecond: rate, samples, failures: [], cpuMsEach: new Map(), workflowTasks: [] };
}

const all = [
  measurement('workflows', 1, 10), measurement('orders', 1, 5),
  measurement('workflows', 8, 40), measurement('orders', 8, 30),
  measurement('workflows', 1, 20), measurement('orders', 1, 18),
];

describe('The figures of the report', () => {
  it('are chosen by subject and number of clients', () => {
    assert.deepEqual(select(all, 'orders', 1).map(perSecond), [5, 18]);
  });

  it('compare what was measured in the same round', () => {
    const ratio = ratioOf([select(all, 'workflows', 1), select(all, 'orders', 1)], perSecond);
    assert.deepEqual(ratio, { median: 0.7, min: 0.5, max: 0.9 });
    assert.equal(spreadText(ratio), '0.70 (0.50–0.90)');
  });

  it('take the median of the times until the end', () => {
    assert.equal(medianFinalMs(measurement('orders', 1, 1, [30, 10, 20])), 20);
  });
});
