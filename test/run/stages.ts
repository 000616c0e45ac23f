import { cucumberCounts, mochaCounts, newmanCounts, schemathesisCounts, type ReadCounts } from './counts';

/** One kind of test. */
export interface Stage {
  readonly name: string;
  readonly needsStack: boolean;
  /** The command, given the file in which its report is expected, and where the API is. */
  readonly command: (reportFile: string, apiUrl: string) => string[];
  /** How to read that report; a command without one counts as a single test. */
  readonly read?: ReadCounts;
}

const REPORT_COUNTS = ['--forbid-only', '--reporter', 'test/run/counting-reporter.ts'];

/** The npm script `test:<name>`, a run of mocha. */
function mocha(name: string, { needsStack = false } = {}): Stage {
  const command = () => ['npm', 'run', '--silent', `test:${name}`, '--', ...REPORT_COUNTS];
  return { name, needsStack, command, read: mochaCounts };
}

export const STAGES: readonly Stage[] = [
  { name: 'lint', needsStack: false, command: () => ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', needsStack: false, command: () => ['npm', 'run', '--silent', 'types'] },
  { name: 'openapi', needsStack: false, command: () => ['npm', 'run', '--silent', 'openapi:lint'] },
  { name: 'asyncapi', needsStack: false, command: () => ['npm', 'run', '--silent', 'asyncapi:lint'] },
  mocha('fast'),
  mocha('workflow'),
  mocha('replay'),
  mocha('contract', { needsStack: true }),
  {
    name: 'features',
    needsStack: true,
    command: (reportFile) => ['cucumber-js', '--format', 'progress', '--format', `json:${reportFile}`],
    read: cucumberCounts,
  },
  {
    name: 'postman',
    needsStack: true,
    command: (reportFile, apiUrl) => [
      ...['newman', 'run', 'postman/durable-orders.postman_collection.json', '--reporters', 'cli,json'],
      ...['--reporter-json-export', reportFile, '--env-var', `baseUrl=${apiUrl}`],
    ],
    read: newmanCounts,
  },
  {
    name: 'schemathesis',
    needsStack: true,
    command: (reportFile, apiUrl) => ['node', '--import', 'tsx', 'test/schemathesis/run.ts', reportFile, apiUrl],
    read: schemathesisCounts,
  },
  mocha('fault', { needsStack: true }),
];

/** What `make test-e2e` runs: the whole system from outside. */
export const END_TO_END: readonly string[] = ['features', 'postman'];
