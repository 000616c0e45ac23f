import type { CpuMeter } from './cpu/cpu-meter';
import type { Measured } from './report/sections';
import type { Subject } from './subject';

/** Two subjects that are ready to be measured, and what is said about the result. */
export interface Comparison {
  readonly subjects: readonly [Subject, Subject];
  readonly startCpu: CpuMeter;
  readonly conclude: (measured: Measured) => string;
}
