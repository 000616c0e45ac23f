import { existsSync, readFileSync } from 'node:fs';

/** How many tests of a stage passed and failed, and the names of those that failed, as far as they are known. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly failures?: readonly NamedTest[];
  /** The file in which the tool was when it was ended; those that were to follow have not been run. */
  readonly cutOffIn?: string;
}

export interface NamedTest {
  readonly title: string;
  /** Relative to the repository; missing where the tool does not say it. */
  readonly file?: string;
}

/** What `counting-reporter.ts` writes. With `underWay` mocha has not come to its end: it was in that test. */
export interface MochaReport extends Counts {
  readonly skipped: number;
  readonly underWay?: NamedTest;
}

/** Reads the counts from what a test tool wrote. */
export type ReadCounts = (text: string) => Counts;

export const mochaCounts: ReadCounts = (text) => {
  const { passed, failed, skipped, failures = [], underWay } = JSON.parse(text) as MochaReport;
  const cutOff = underWay === undefined ? [] : [{ ...underWay, title: `${underWay.title} (it did not end)` }];
  // A skipped test proves nothing, and nobody looks at it again.
  const all = counts(passed, failed + skipped + cutOff.length, [...failures, ...cutOff]);
  return { ...all, ...(underWay?.file !== undefined && { cutOffIn: underWay.file }) };
};

/** Cucumber's JSON report: a scenario passed when all of its steps did. */
export const cucumberCounts: ReadCounts = (text) => {
  const features = JSON.parse(text || '[]') as { elements: { name?: string; steps: { result: { status: string } }[] }[] }[];
  const scenarios = features.flatMap(({ elements }) => elements);
  const failed = scenarios.filter(({ steps }) => steps.some(({ result }) => result.status !== 'passed'));
  return counts(scenarios.length - failed.length, failed.length, failed.map(({ name }) => ({ title: name ?? '' })));
};

/** Newman's JSON report: its assertions, and requests that were not answered. */
export const newmanCounts: ReadCounts = (text) => {
  const { run } = JSON.parse(text) as NewmanReport;
  const failures = run.failures.map(({ source, error }) => ({ title: [source?.name, error?.test].filter(Boolean).join(': ') }));
  return counts(Math.max(0, run.stats.assertions.total - failures.length), failures.length, failures);
};

interface NewmanReport {
  readonly run: {
    readonly stats: { readonly assertions: { readonly total: number } };
    readonly failures: readonly { readonly source?: { readonly name: string }; readonly error?: { readonly test: string } }[];
  };
}

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
  const known = read && existsSync(file) ? read(readFileSync(file, 'utf8')) : { passed: exitCode === 0 && !read ? 1 : 0, failed: 0 };
  const silent = known.failed === 0 && (exitCode !== 0 || known.passed === 0);
  return silent ? { ...known, failed: 1 } : known;
}

function counts(passed: number, failed: number, failures: readonly NamedTest[]): Counts {
  const known = failures.filter(({ title }) => title !== '');
  return { passed, failed, ...(known.length > 0 && { failures: known }) };
}
