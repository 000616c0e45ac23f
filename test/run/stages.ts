import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cucumberCounts, mochaCounts, newmanCounts, schemathesisCounts, type ReadCounts } from './counts';

const repository = path.join(__dirname, '..', '..');
const MINUTE_MS = 60_000;
const WITHOUT_TESTS = ['node_modules', 'dist', 'coverage'];

/** One kind of test. */
export interface Stage {
  readonly name: string;
  readonly needsStack: boolean;
  /** Whatever runs longer on a machine of usual speed is ended: the stage, or one process of it. */
  readonly withinMs: number;
  /** Its test files, when it consists of such, in lots: each lot has a process of its own. */
  readonly lots?: () => string[][];
  /** The command, given what its report and its address are, and the files of one lot. */
  readonly command: (run: { readonly reportFile: string; readonly apiUrl: string; readonly files: readonly string[] }) => string[];
  /** How to read the report; a command without one counts as a single test. */
  readonly read?: ReadCounts;
}

interface MochaOptions {
  readonly endings: readonly string[];
  readonly minutes: number;
  readonly needsStack?: boolean;
  /** A test that disturbs the system disturbs no other file's tests then, and each file has its own bound. */
  readonly eachFileAlone?: boolean;
}

/** All test files with these endings, by mocha. */
function mocha(name: string, { endings, minutes, needsStack = false, eachFileAlone = false }: MochaOptions): Stage {
  return {
    name,
    needsStack,
    withinMs: minutes * MINUTE_MS,
    lots() {
      const files = testFiles().filter((file) => endings.some((ending) => file.endsWith(`.${ending}.test.ts`)));
      return eachFileAlone ? files.map((file) => [file]) : [files];
    },
    command: ({ files }) => ['mocha', '--forbid-only', '--reporter', 'test/run/counting-reporter.ts', ...files],
    read: mochaCounts,
  };
}

/** A script of package.json that is a test as a whole. */
function script(name: string, npmScript = name): Stage {
  return { name, needsStack: false, withinMs: 10 * MINUTE_MS, command: () => ['npm', 'run', '--silent', npmScript] };
}

export const STAGES: readonly Stage[] = [
  script('lint'),
  script('types'),
  script('openapi', 'openapi:lint'),
  script('asyncapi', 'asyncapi:lint'),
  mocha('fast', { endings: ['unit', 'api'], minutes: 15 }),
  mocha('workflow', { endings: ['workflow'], minutes: 20 }),
  mocha('replay', { endings: ['replay'], minutes: 10 }),
  mocha('contract', { endings: ['contract'], minutes: 15, needsStack: true }),
  {
    name: 'features',
    needsStack: true,
    withinMs: 15 * MINUTE_MS,
    command: ({ reportFile }) => ['cucumber-js', '--format', 'progress', '--format', `json:${reportFile}`],
    read: cucumberCounts,
  },
  {
    name: 'postman',
    needsStack: true,
    withinMs: 5 * MINUTE_MS,
    command: ({ reportFile, apiUrl }) => [
      ...['newman', 'run', 'postman/durable-orders.postman_collection.json', '--reporters', 'cli,json'],
      ...['--reporter-json-export', reportFile, '--env-var', `baseUrl=${apiUrl}`],
    ],
    read: newmanCounts,
  },
  {
    name: 'schemathesis',
    needsStack: true,
    withinMs: 15 * MINUTE_MS,
    command: ({ reportFile, apiUrl }) => ['node', '--import', 'tsx', 'test/schemathesis/run.ts', reportFile, apiUrl],
    read: schemathesisCounts,
  },
  mocha('fault', { endings: ['fault'], minutes: 12, needsStack: true, eachFileAlone: true }),
];

/** What `make test-e2e` runs: the whole system from outside. */
const END_TO_END: readonly string[] = ['features', 'postman'];

/** The stages that are named (all when nothing is), `e2e` for two of them, and test files, each as a part of its stage. */
export function chosenStages(given: readonly string[]): readonly Stage[] {
  if (given.length === 0) return STAGES;
  const names = given.flatMap((name) => (name === 'e2e' ? END_TO_END : [path.normalize(name)]));
  const known = new Set(STAGES.flatMap((stage) => [stage.name, ...(stage.lots?.().flat() ?? [])]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`no such stage or test file: ${unknown.join(', ')}; there are ${STAGES.map(({ name }) => name).join(', ')}`);
  return STAGES.flatMap((stage) => {
    if (names.includes(stage.name)) return [stage];
    const lots = (stage.lots?.() ?? []).map((lot) => lot.filter((file) => names.includes(file))).filter((lot) => lot.length > 0);
    return lots.length === 0 ? [] : [{ ...stage, lots: () => lots }];
  });
}

function testFiles(): string[] {
  const folders = readdirSync(repository, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !WITHOUT_TESTS.includes(entry.name),
  );
  const files = folders.flatMap(({ name }) =>
    readdirSync(path.join(repository, name), { recursive: true, encoding: 'utf8' }).map((file) => path.join(name, file)),
  );
  return files.filter((file) => file.endsWith('.test.ts')).sort();
}
