import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startTimeOf } from '../../stack/run/part-process';
import { scaled } from '../machine-speed';
import { until } from '../until';
import { countsOf, mochaCounts } from './counts';
import { runInGroup } from './process-group';

describe('A program in a group of its own', () => {
  const never = new AbortController().signal;
  let folder: string;
  let report: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'group-'));
    report = path.join(folder, 'report');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is awaited, and its exit code told', async () => {
    const script = 'process.exit(3)';
    assert.deepEqual(await runInGroup([process.execPath, '-e', script], { withinMs: scaled(20_000), signal: never }), { exitCode: 3, tookTooLong: false });
  });

  it('is ended when it takes too long, though it does not want to', async () => {
    const args = ['-c', 'trap "" TERM; while :; do sleep 1; done'];
    const { tookTooLong } = await runInGroup(['sh', ...args], { withinMs: 100, graceMs: 200, signal: never });
    assert.equal(tookTooLong, true);
  });

  it('takes along what it has started when it ends', async () => {
    const script = `require('fs').writeFileSync(${JSON.stringify(report)}, String(require('child_process').spawn('sleep', ['3600'], { stdio: 'ignore' }).pid)); process.exit()`;
    await runInGroup([process.execPath, '-e', script], { withinMs: scaled(20_000), signal: never });
    await untilGone(report);
  });

  it('is a mocha whose test hangs: the test is named, what passed before it counts, and nothing runs on', async () => {
    const stop = new AbortController();
    const mocha = path.join('node_modules', '.bin', 'mocha');
    const command = [mocha, '--reporter', 'test/run/counting-reporter.ts', 'test/run/hanging.fixture.ts'];
    const running = runInGroup(command, { env: { ...process.env, COUNTS_FILE: report }, withinMs: scaled(20_000), signal: stop.signal });
    await until('it hangs', () => existsSync(`${report}.child`), 20_000);
    stop.abort();
    const { exitCode } = await running;
    const file = 'test/run/hanging.fixture.ts';
    const expected = { passed: 1, failed: 1, failures: [{ title: 'A file hangs (it did not end)', file }], cutOffIn: file };
    assert.deepEqual(countsOf(exitCode, report, mochaCounts), expected);
    await untilGone(`${report}.child`);
  });

  /** It may be some moments dead before the system has cleared it away. */
  function untilGone(pidFile: string): Promise<void> {
    return until('nothing runs on', () => startTimeOf(Number(readFileSync(pidFile, 'utf8'))) === undefined);
  }
});
