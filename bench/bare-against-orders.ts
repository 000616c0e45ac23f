import type { Resources } from '../config/resources';
import type { Slot } from '../stack';
import { startBareWorker } from './bare/start-worker';
import { connect } from './connect';
import { openCpuMeter } from './cpu/cpu-meter';
import type { Comparison } from './comparison';
import { targets } from './report/targets';
import { bareWorkflows, orders } from './subjects';

/** Orders against the bare engine on the same server, each with a worker of its own. */
export async function bareAgainstOrders(slot: Slot, resources: Resources): Promise<Comparison> {
  const worker = await startBareWorker(slot);
  resources.push('bare worker', () => worker.stop());
  const client = await connect(slot);
  resources.push('temporal', () => client.connection.close());
  return {
    subjects: [bareWorkflows(client), orders('orders', `http://127.0.0.1:${slot.ports.api}`, client)],
    startCpu: openCpuMeter(slot, new Map([[worker.pid, 'bare worker']])),
    conclude: targets,
  };
}
