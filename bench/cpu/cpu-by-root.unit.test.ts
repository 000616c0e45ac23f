import assert from 'node:assert/strict';
import { cpuByRoot } from './cpu-by-root';

const of = (pid: number, parentPid: number, cpuMs: number) => ({ pid, parentPid, cpuMs });

describe('CPU time by process', () => {
  it('is that of a process and all below it', () => {
    const processes = [of(1, 0, 1000), of(10, 1, 5), of(11, 10, 20), of(12, 11, 300), of(20, 1, 7)];
    assert.deepEqual(cpuByRoot(processes, new Map([[10, 'postgres']])), new Map([['postgres', 325]]));
  });

  it('counts a named process for itself, not for the named one that has started it', () => {
    const processes = [of(10, 1, 5), of(11, 10, 20), of(12, 11, 300)];
    const roots = new Map([[10, 'load'], [11, 'worker']]);
    assert.deepEqual(cpuByRoot(processes, roots), new Map([['load', 5], ['worker', 320]]));
  });

  it('leaves out a process that does not run', () => {
    assert.deepEqual(cpuByRoot([of(10, 1, 5)], new Map([[99, 'api']])), new Map());
  });
});
