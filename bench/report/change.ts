import { perSecond, ratioOf, spreadText } from './selection';
import { latencyRatio, pairAt, type Measured } from './sections';

/** What changed from the first version to the second, at every number of clients. */
export function change(measured: Measured): string {
  const lines = measured.clients.map((clients) => {
    const rate = spreadText(ratioOf(pairAt(measured, clients), perSecond));
    return `- ${clients} ${clients === 1 ? 'client' : 'clients'}: ${rate} × the orders/s, ${spreadText(latencyRatio(measured, clients))} × the p50 until final`;
  });
  return lines.join('\n');
}
