import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outside } from '../outside';
import type { Report } from '../part';
import { runTool } from './run-tool';

/** Settings a user may have that would change what comes out, and C, so that no compiler for it is needed. */
const goEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };

/** Two Go builds at once take as long as one after the other, and twice the memory. */
let turn: Promise<unknown> = Promise.resolve();

/** Builds a Go program into `target`, after the builds that were asked for earlier. */
export function buildGo(moduleFolder: string, program: string, target: string, report: Report): Promise<void> {
  report('Go: waiting for the other build');
  const mine = turn.then(() => buildNow(moduleFolder, program, target, report));
  turn = mine.catch(() => undefined);
  return mine;
}

async function buildNow(folder: string, program: string, target: string, report: Report): Promise<void> {
  const run = { command: 'go', folder, env: { ...outside(), ...goEnvironment } };
  let downloaded = 0;
  let packages = 0;
  report('Go: reading the module');
  await runTool({
    ...run,
    args: ['list', '-deps', program],
    onLine: (line) => (line.startsWith('go: ') ? report(`Go: modules downloaded ${++downloaded}`) : ++packages),
  });
  let compiled = 0;
  await runTool({
    ...run,
    args: ['build', '-v', '-ldflags=-s -w', '-o', target + path.sep, program],
    onLine: () => report(`Go: packages compiled ${++compiled} of ${packages}`),
  });
}

/** Copies the jars that the pom in `folder` asks for into `target`. */
export async function copyJars(folder: string, target: string, report: Report): Promise<void> {
  let downloaded = 0;
  report('Maven: reading the pom');
  await runTool({
    command: 'mvn',
    args: ['-B', '-f', path.join(folder, 'pom.xml'), 'dependency:copy-dependencies', `-Djars=${target}`],
    folder: target,
    // Maven's own Java would leave its performance data in the folder for temporary files.
    env: { ...outside(), MAVEN_OPTS: `${outside()['MAVEN_OPTS'] ?? ''} -XX:-UsePerfData` },
    onLine: (line) => {
      const file = /Downloaded from .*\/([^/ ]+\.jar) /.exec(line)?.[1];
      if (file) report(`Maven: jars downloaded ${++downloaded} (${file})`);
    },
  });
}

/** Makes a Python of its own in `target`, with the packages that `requirements.txt` in `folder` asks for. */
export async function installPackages(folder: string, target: string, report: Report): Promise<void> {
  const requirements = path.join(folder, 'requirements.txt');
  const count = readFileSync(requirements, 'utf8').match(/^[^#\s]/gm)?.length ?? 0;
  // Otherwise the modules of the user's own Python would be compiled beside it.
  const env = { ...outside(), PYTHONDONTWRITEBYTECODE: '1' };
  report('Python: making a virtual environment');
  await runTool({ command: 'python3', args: ['-m', 'venv', target], folder: target, env });
  let downloaded = 0;
  await runTool({
    command: pythonIn(target),
    args: ['-m', 'pip', 'install', '--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar=off', '-r', requirements],
    folder: target,
    env,
    onLine: (line) => {
      const file = /^\s*Downloading (\S+)/.exec(line)?.[1];
      if (file?.endsWith('.metadata') === false) report(`pip: packages downloaded ${++downloaded} of ${count} (${path.basename(file)})`);
    },
  });
}

/** The Python of such a folder. Its scripts cannot be run, for the folder had another name when they were written. */
export function pythonIn(folder: string): string {
  return path.join(folder, 'bin', 'python');
}
