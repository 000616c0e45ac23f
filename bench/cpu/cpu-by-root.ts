import type { ProcessStat } from './process-stat';

/**
 * Sums up what the named processes (`roots`, by pid) and all below them have used, in milliseconds. A process counts for the
 * nearest root above it, so that a root which another one has started counts for itself.
 */
export function cpuByRoot(processes: readonly ProcessStat[], roots: ReadonlyMap<number, string>): Map<string, number> {
  const parents = new Map(processes.map(({ pid, parentPid }) => [pid, parentPid]));
  const rootOf = (pid: number | undefined): string | undefined =>
    pid === undefined ? undefined : (roots.get(pid) ?? rootOf(parents.get(pid)));

  const used = new Map<string, number>();
  for (const { pid, cpuMs } of processes) {
    const root = rootOf(pid);
    if (root !== undefined) used.set(root, (used.get(root) ?? 0) + cpuMs);
  }
  return used;
}
