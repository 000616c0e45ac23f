import { cucumberCounts, mochaCounts, newmanCounts, type ReadCounts } from './counts';

/** One kind of test. */
export interface Stage {
  readonly name: string;
  readonly needsStack: boolean;
  /** The command, given the file in which its report is expected. */
  readonly command: (reportFile: string) => string[];
  /** How to read that report; a command without one counts as a single test. */
  readonly read?: ReadCounts;
}

function mocha(name: string, files: string, { needsStack = false } = {}): Stage {
  const command = () => ['mocha', '--forbid-only', '--reporter', 'test/run/counting-reporter.ts', files];
  return { name, needsStack, command, read: mochaCounts };
}

export const STAGES: readonly Stage[] = [
  { name: 'lint', needsStack: false, command: () => ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', needsStack: false, command: () => ['npm', 'run', '--silent', 'types'] },
  { name: 'openapi', needsStack: false, command: () => ['npm', 'run', '--silent', 'openapi:lint'] },
  mocha('fast', '{domain,activities,adapters,apps,config,stack,test,bench}/**/*.{unit,api}.test.ts'),
  mocha('workflow', 'workflows/**/*.workflow.test.ts'),
  mocha('replay', 'test/**/*.replay.test.ts'),
  mocha('contract', 'adapters/**/*.contract.test.ts', { needsStack: true }),
  mocha('fault', 'test/faults/*.fault.test.ts', { needsStack: true }),
];

/** What `make test-e2e` runs: the whole system from outside. */
export const END_TO_END: readonly Stage[] = [];

export { cucumberCounts, newmanCounts };
