import type { Resources } from '../config/resources';
import type { Slot } from '../stack';
import { startApplicationsOf } from './before/applications';
import { checkOut } from './before/check-out';
import type { Comparison } from './comparison';
import { connect } from './connect';
import { openCpuMeter } from './cpu/cpu-meter';
import { change } from './report/change';
import { orders } from './subjects';

/** Orders as another version processes them against orders as this one does, on the same server and stores. */
export async function beforeAgainstAfter(slot: Slot, resources: Resources, version: string): Promise<Comparison> {
  const folder = await checkOut(version, resources);
  const before = await startApplicationsOf(folder, slot, resources);
  const client = await connect(slot);
  resources.push('temporal', () => client.connection.close());
  return {
    subjects: [orders('orders before', before.apiUrl, client), orders('orders after', `http://127.0.0.1:${slot.ports.api}`, client)],
    // The processes of one version are idle while the other is measured, so they share a name.
    startCpu: openCpuMeter(slot, before.pids),
    conclude: change,
  };
}
