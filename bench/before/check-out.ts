import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Resources } from '../../config/resources';
import { runTool } from '../../stack/build/run-tool';
import { repositoryFolder } from '../../stack/slot';

/**
 * A compiled copy of another version: the folder of another checkout as it is, or a commit in a temporary worktree. A
 * commit is compiled and run with the modules that are installed here, or with its own when its lock file differs.
 */
export async function checkOut(version: string, resources: Resources): Promise<string> {
  const isFolder = existsSync(path.join(version, 'package.json'));
  const folder = isFolder ? path.resolve(version) : await addWorktree(version, resources);
  await runTool({ command: 'npm', args: ['run', '--silent', 'build'], folder, env: process.env });
  return folder;
}

async function addWorktree(commit: string, resources: Resources): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const git = (...args: readonly string[]) => runTool({ command: 'git', args: ['worktree', ...args], folder: repositoryFolder });
  resources.push('worktree', async () => {
    rmSync(folder, { recursive: true });
    await git('prune');
  });
  await git('add', '--detach', folder, commit);
  const lockFile = (root: string) => readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  if (lockFile(folder) === lockFile(repositoryFolder)) symlinkSync(path.join(repositoryFolder, 'node_modules'), path.join(folder, 'node_modules'));
  else await runTool({ command: 'npm', args: ['ci'], folder, env: process.env });
  return folder;
}
