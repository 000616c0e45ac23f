import path from 'node:path';
import { outside } from '../outside';
import type { Report } from '../part';
import { runTool } from '../run/run-tool';

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
