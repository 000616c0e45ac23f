import type { Spread } from '../statistics';
import { perSecond, ratioOf, spreadText } from './selection';
import { latencyRatio, pairAt, type Measured } from './sections';

const leastThroughputRatio = 0.6;
const busyClients = 32;
const mostLatencyRatio = 2.5;
const loneClient = 1;

/** The two targets, each with whether it was met, as far as its number of clients was measured. */
export function targets(measured: Measured): string {
  const lines: string[] = [];
  if (measured.clients.includes(busyClients)) {
    const ratio = ratioOf(pairAt(measured, busyClients), perSecond);
    lines.push(line(`orders/s at ${busyClients} clients ≥ ${leastThroughputRatio} × bare workflows/s`, ratio, ratio.median >= leastThroughputRatio));
  }
  if (measured.clients.includes(loneClient)) {
    const ratio = latencyRatio(measured, loneClient);
    lines.push(line(`p50 until final at ${loneClient} client ≤ ${mostLatencyRatio} × that of a bare workflow`, ratio, ratio.median <= mostLatencyRatio));
  }
  return lines.join('\n');
}

function line(target: string, ratio: Spread, isMet: boolean): string {
  return `- ${isMet ? '**met**' : '**not met**'}: ${target}. Measured: ${spreadText(ratio)}`;
}
