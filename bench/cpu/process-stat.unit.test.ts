import assert from 'node:assert/strict';
import { parseStat, readProcesses } from './process-stat';

/** Fields 4 to 17: the parent, twelve others in between, user, kernel, and both of the children. */
const stat = (name: string) => `4711 (${name}) S 42 4711 4711 0 -1 4194560 9 9 9 9 250 30 1000 5 20 0 11 0 123 456`;

describe('A process in /proc', () => {
  it('has used what it and its ended children used, in user and kernel mode', () => {
    assert.deepEqual(parseStat(stat('node')), { pid: 4711, parentPid: 42, cpuMs: 12_850 });
  });

  it('may have a name with blanks and parentheses', () => {
    assert.deepEqual(parseStat(stat('postgres: (a) b) S 1')), { pid: 4711, parentPid: 42, cpuMs: 12_850 });
  });

  it('is found while it runs', function () {
    const processes = readProcesses();
    if (processes.length === 0) return this.skip();
    const own = processes.find(({ pid }) => pid === process.pid);
    assert.equal(own?.parentPid, process.ppid);
    assert.ok(own.cpuMs > 0);
  });
});
