import { partsFor, runningProcess, type Slot } from '../../stack';
import { cpuByRoot } from './cpu-by-root';
import { readProcesses } from './process-stat';

/** What each process has used since some moment, in milliseconds, by its name. */
export type CpuUse = ReadonlyMap<string, number>;

/** Starts to measure; the function it returns tells what each process has used since. */
export type CpuMeter = () => () => CpuUse;

/** Measures all parts of a slot and the `others`, by pid; the load itself is one of them. */
export function openCpuMeter(slot: Slot, others: ReadonlyMap<number, string>): CpuMeter {
  const parts = partsFor(slot).map(({ name }) => [runningProcess(slot, name)?.pid ?? -1, name] as const);
  const roots = new Map([...parts, [process.pid, 'load'] as const, ...others]);
  const read = () => cpuByRoot(readProcesses(), roots);
  return () => {
    const before = read();
    return () => new Map([...read()].map(([name, usedMs]) => [name, usedMs - (before.get(name) ?? 0)]));
  };
}
