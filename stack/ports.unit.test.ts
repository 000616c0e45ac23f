import assert from 'node:assert/strict';
import { buildLockPort, lastSlot, lockPortOf, portNames, portsOf, slotAt, testPortOf } from './slot';

const firstTestPorts = Array.from({ length: 48 }, (_, index) => index);
const firstEphemeralPort = 32_768;

function everyPortOf(slotNumber: number): number[] {
  const parts = Object.values(portsOf(slotNumber));
  return [...parts, lockPortOf(slotNumber), ...firstTestPorts.map((index) => testPortOf(slotNumber, index))];
}

describe('the ports of a slot', () => {
  it('are where people expect them in slot 0', () => {
    const { api, temporal, temporalUi, postgres, mongo, kafka } = portsOf(0);
    assert.deepEqual([api, temporal, temporalUi, postgres, mongo, kafka], [8000, 7233, 8233, 5432, 27017, 9092]);
  });

  it('lie in a block of their own in every other slot', () => {
    assert.equal(portsOf(3).api, 20_300);
    assert.equal(portsOf(3).s3, 20_300 + portNames.length - 1);
  });

  it('never meet those of another slot, nor ports the system hands out', () => {
    const all = Array.from({ length: lastSlot + 1 }, (_, slotNumber) => everyPortOf(slotNumber)).flat();
    all.push(buildLockPort());
    assert.equal(new Set(all).size, all.length);
    assert.ok(Math.max(...all) < firstEphemeralPort);
  });

  it('have a limit', () => {
    for (const wrong of [-1, 1.5, 100, Number.NaN]) assert.throws(() => slotAt(wrong), /STACK_SLOT/);
    assert.throws(() => testPortOf(50, 48), RangeError);
  });
});
