import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { outside } from '../outside';
import type { Tool } from '../part';

interface ToolFacts {
  readonly name: string;
  readonly command: () => string;
  readonly args: readonly string[];
  readonly version: RegExp;
  readonly atLeast: string;
  readonly from: string;
}

const facts: Record<Tool, ToolFacts> = {
  go: { name: 'Go', command: () => 'go', args: ['version'], version: /go(\d+\.\d+(\.\d+)?)/, atLeast: '1.26.4', from: 'https://go.dev/dl' },
  java: {
    name: 'Java',
    command: javaCommand,
    args: ['-XX:-UsePerfData', '-version'],
    version: /version "(\d+(\.\d+)*)/,
    atLeast: '17',
    from: 'https://adoptium.net, or apt-get install openjdk-17-jdk-headless, or brew install openjdk',
  },
  maven: {
    name: 'Maven',
    command: () => 'mvn',
    args: ['-v'],
    version: /Maven (\d+\.\d+\.\d+)/,
    atLeast: '3.6.3',
    from: 'https://maven.apache.org, or apt-get install maven, or brew install maven',
  },
  python: {
    name: 'Python with venv',
    command: () => 'python3',
    args: ['-c', 'import ensurepip, sys, venv; print("Python %d.%d.%d" % sys.version_info[:3])'],
    version: /^Python (\d+\.\d+\.\d+)$/m,
    atLeast: '3.11',
    from: 'https://www.python.org, or apt-get install python3-venv, or brew install python',
  },
};

/** The `java` to run: the one of `JAVA_HOME` when that is set. */
export function javaCommand(): string {
  const { JAVA_HOME } = outside();
  return JAVA_HOME ? path.join(JAVA_HOME, 'bin', 'java') : 'java';
}

/** Throws, naming everything that is missing and where to get it, unless all these programs are there and new enough. */
export function requireTools(tools: ReadonlySet<Tool>, folder?: string): void {
  const problems = [...tools].map((tool) => problemWith(facts[tool], folder)).filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function problemWith(tool: ToolFacts, folder?: string): string | undefined {
  const result = spawnSync(tool.command(), [...tool.args], { cwd: folder, encoding: 'utf8', env: { MAVEN_OPTS: '-XX:-UsePerfData', ...outside() } });
  const found = tool.version.exec(`${result.stdout ?? ''}${result.stderr ?? ''}`)?.[1];
  if (found && isAtLeast(found, tool.atLeast)) return undefined;
  const state = found ? `is ${found} here` : 'is not installed';
  return `${tool.name} ${tool.atLeast} or newer is needed and ${state}. Get it from ${tool.from}`;
}

/** Compares dotted versions number by number; what is left out counts as 0. */
export function isAtLeast(version: string, wanted: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, number] of wanted.split('.').map(Number).entries()) {
    const difference = (have[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
