import { readFileSync } from 'node:fs';
import path from 'node:path';
import { outside } from '../outside';
import type { Report } from '../part';
import { runTool } from '../run/run-tool';

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
