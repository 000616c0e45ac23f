import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Slot, slotAt } from '../slot';
import { rememberProcess, runningProcess, startTimeOf, writtenProcess } from './part-process';

describe('a pid file', () => {
  let slot: Slot;

  beforeEach(() => {
    slot = { ...slotAt(99), pidFolder: mkdtempSync(path.join(os.tmpdir(), 'pids-')) };
  });

  afterEach(() => rmSync(slot.pidFolder, { recursive: true }));

  it('leads to the process it was written for', () => {
    const running = { pid: process.pid, startTime: startTimeOf(process.pid)!, fingerprint: 'f' };
    rememberProcess(slot, 'kafka', running);
    assert.deepEqual(runningProcess(slot, 'kafka'), running);
  });

  it('does not lead to a stranger who got the same id later', () => {
    rememberProcess(slot, 'kafka', { pid: process.pid, startTime: 'long ago', fingerprint: 'f' });
    assert.equal(runningProcess(slot, 'kafka'), undefined);
    assert.equal(writtenProcess(slot, 'kafka')?.pid, process.pid);
  });

  it('does not lead to a process that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const startTime = startTimeOf(child.pid!)!;
    rememberProcess(slot, 'kafka', { pid: child.pid!, startTime, fingerprint: 'f' });
    await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(runningProcess(slot, 'kafka'), undefined);
  });
});
