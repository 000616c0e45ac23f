import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { reporters, Runner, type Runnable } from 'mocha';
import { scaled } from '../machine-speed';
import type { MochaReport, NamedTest } from './counts';

/**
 * Mocha's usual output, and after each test the counts so far, as JSON in the file that COUNTS_FILE names: they are there, with
 * the name of the test that was under way, when mocha is killed. It also gives tests and hooks the time that this machine needs.
 */
class CountingReporter extends reporters.Spec {
  readonly #failures: NamedTest[] = [];
  readonly #given = new WeakSet<Runnable>();

  constructor(runner: Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_HOOK_BEGIN, EVENT_TEST_BEGIN, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_TEST_END, EVENT_RUN_END } = Runner.constants;
    for (const event of [EVENT_HOOK_BEGIN, EVENT_TEST_BEGIN]) runner.on(event, (runnable: Runnable) => this.#begin(runnable));
    for (const event of [EVENT_TEST_FAIL, EVENT_TEST_PENDING]) runner.on(event, (test: Runnable) => this.#failures.push(named(test)));
    runner.on(EVENT_TEST_END, (test: Runnable) => this.#write(test));
    runner.once(EVENT_RUN_END, () => this.#write());
  }

  #begin(runnable: Runnable): void {
    if (!this.#given.has(runnable)) runnable.timeout(scaled(runnable.timeout()));
    this.#given.add(runnable);
    this.#write(runnable);
  }

  #write(underWay?: Runnable): void {
    const { passes: passed, failures: failed, pending: skipped } = this.stats;
    const report: MochaReport = { passed, failed, skipped, failures: this.#failures, ...(underWay && { underWay: named(underWay) }) };
    writeFileSync(process.env['COUNTS_FILE'] ?? '/dev/null', JSON.stringify(report));
  }
}

function named(runnable: Runnable): NamedTest {
  const file = runnable.file ?? runnable.parent?.file ?? '';
  return { title: runnable.fullTitle(), file: path.relative('', file) };
}

export = CountingReporter;
