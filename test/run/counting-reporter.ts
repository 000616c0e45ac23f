import { writeFileSync } from 'node:fs';
import { reporters, Runner } from 'mocha';

/** Mocha's usual output, and the counts as JSON in the file that COUNTS_FILE names. */
class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      writeFileSync(process.env['COUNTS_FILE'] ?? '/dev/null', JSON.stringify({ passed, failed, skipped }));
    });
  }
}

export = CountingReporter;
