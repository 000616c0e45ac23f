import type { Options } from '../options';
import { machine } from '../machine';
import { cpu, latency, throughput, workflowTasks, type Measured } from './sections';

/** The result as markdown, without a heading. */
export function report(measured: Measured, { rounds, seconds }: Options, conclusion: string): string {
  const date = new Date().toISOString().slice(0, 10);
  return [
    `Measured on ${date}: ${rounds} rounds, ${seconds} s for each measurement. Machine: ${machine()}.`,
    conclusion,
    'Throughput: the median of the rounds (lowest–highest); the ratio is taken within each round.',
    throughput(measured),
    'Time, over all rounds: until it was accepted and until it was seen final; *looks* is how often a client asked for the status.',
    latency(measured),
    'CPU time in ms that each process used for one of them, by the number of clients (median of the rounds):',
    cpu(measured),
    workflowTasks(measured),
  ].join('\n\n');
}
