import { existsSync, readFileSync } from 'node:fs';

/** How many tests of a stage passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Reads the counts from what a test tool wrote. */
export type ReadCounts = (text: string) => Counts;

export const mochaCounts: ReadCounts = (text) => {
  const { passed, failed, skipped } = JSON.parse(text) as Counts & { readonly skipped: number };
  // A skipped test proves nothing, and nobody looks at it again.
  return { passed, failed: failed + skipped };
};

/** Cucumber's JSON report: a scenario passed when all of its steps did. */
export const cucumberCounts: ReadCounts = (text) => {
  const features = JSON.parse(text || '[]') as { elements: { steps: { result: { status: string } }[] }[] }[];
  const scenarios = features.flatMap(({ elements }) => elements);
  const passed = scenarios.filter(({ steps }) => steps.every(({ result }) => result.status === 'passed')).length;
  return { passed, failed: scenarios.length - passed };
};

/** Newman's JSON report: its assertions, and requests that were not answered. */
export const newmanCounts: ReadCounts = (text) => {
  const { run } = JSON.parse(text) as { run: { stats: { assertions: { total: number } }; failures: unknown[] } };
  const failed = run.failures.length;
  return { passed: Math.max(0, run.stats.assertions.total - failed), failed };
};

/** Fewer cases mean that schemathesis has found no way to make requests. */
const LEAST_CASES = 1_000;

/** Schemathesis's JSON report: its requests, and an operation or a phase that could not be tested. */
export const schemathesisCounts: ReadCounts = (text) => {
  const { test_cases: cases, errors, operations } = JSON.parse(text) as {
    test_cases: { generated: number; with_failures: number; errored: number };
    errors: unknown[];
    operations: { total: number; tested: number };
  };
  const wrong = cases.with_failures + cases.errored;
  const untested = errors.length + operations.total - operations.tested + Number(cases.generated < LEAST_CASES);
  return { passed: cases.generated - wrong, failed: wrong + untested };
};

/** The counts of a tool that has ended; one that ended badly without a word of what failed counts as one failure. */
export function countsOf(exitCode: number, file: string, read: ReadCounts | undefined): Counts {
  const counts = read && existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: exitCode === 0 && !read ? 1 : 0, failed: 0 };
  const silent = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}
