import type { CpuMeter } from './cpu/cpu-meter';
import { measure, type Measurement } from './measure';
import type { Options } from './options';
import type { Subject } from './subject';

const warmUpSeconds = 4;

type Report = (text: string) => void;

export interface Rounds {
  readonly measurements: Measurement[];
  /** What did not end as it should, in the warm-up too. */
  readonly failures: unknown[];
}

/**
 * Measures the subjects in turn, so that whatever else the machine does meets both, and all numbers of clients in every
 * round. A first, short round is not counted.
 */
export async function measureRounds(
  subjects: readonly Subject[],
  { rounds, seconds, clients }: Options,
  startCpu: CpuMeter,
  report: Report,
): Promise<Rounds> {
  const measurements: Measurement[] = [];
  const failures: unknown[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const count of clients) {
      for (const subject of subjects) {
        const options = { clients: count, seconds: round === 0 ? warmUpSeconds : seconds };
        const measurement = await measure(subject, options, startCpu);
        report(`${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}: ${described(measurement)}`);
        failures.push(...measurement.failures);
        if (round > 0) measurements.push(measurement);
      }
    }
  }
  return { measurements, failures };
}

function described({ subject, clients, perSecond, failures }: Measurement): string {
  const failed = failures.length > 0 ? `, ${failures.length} failed: ${String(failures[0])}` : '';
  return `${clients} ${clients === 1 ? 'client' : 'clients'}, ${perSecond.toFixed(1)} ${subject}/s${failed}`;
}
