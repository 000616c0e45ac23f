import { setTimeout as pause } from 'node:timers/promises';
import type { CpuMeter, CpuUse } from './cpu/cpu-meter';
import { closedLoop, type LoopResult } from './load/closed-loop';
import type { Subject } from './subject';

/** One subject under one number of clients for some seconds. */
export interface Measurement extends LoopResult {
  readonly subject: string;
  readonly clients: number;
  /** Of each process in the whole measurement, for one order or workflow. */
  readonly cpuMsEach: CpuUse;
  /** Of some of the orders. */
  readonly workflowTasks: readonly number[];
}

/** What an order leaves behind when it is final, such as its events on the stream, belongs to its own measurement. */
const settlingMs = 500;
const inspected = 20;

export async function measure(subject: Subject, options: { clients: number; seconds: number }, startCpu: CpuMeter): Promise<Measurement> {
  const { load, close } = subject.open(options.clients);
  const readCpu = startCpu();
  const result = await closedLoop(load, options);
  await pause(settlingMs);
  const cpuMs = readCpu();
  close();
  const cpuMsEach = new Map([...cpuMs].map(([name, ms]) => [name, ms / result.samples.length]));
  return { ...result, subject: subject.name, clients: options.clients, cpuMsEach, workflowTasks: await inspect(subject, result) };
}

/** Looks into some of the orders, evenly spread over the measurement. */
async function inspect({ workflowTasksOf }: Subject, { samples }: LoopResult): Promise<number[]> {
  if (!workflowTasksOf) return [];
  const step = Math.max(1, Math.floor(samples.length / inspected));
  const some = samples.filter((_, index) => index % step === 0);
  return Promise.all(some.map(({ id }) => workflowTasksOf(id)));
}
