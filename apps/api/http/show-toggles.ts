import { Gauge } from 'prom-client';
import { TOGGLES } from '../../../domain/toggles';
import type { ApiDeps } from '../deps';
import type { Metrics } from './metrics';

/** Shows for each toggle whether it is on, and whether what says so can be used as it is now. */
export function showToggles({ registry }: Metrics, toggles: ApiDeps['toggles'] & { isStale(): boolean }): void {
  new Gauge({
    name: 'toggle_on',
    help: '0 while this is switched off',
    labelNames: ['toggle'],
    registers: [registry],
    collect() {
      for (const toggle of TOGGLES) this.set({ toggle }, toggles.isOn(toggle) ? 1 : 0);
    },
  });
  new Gauge({
    name: 'toggles_stale',
    help: '1 while the file of toggles cannot be used, and what was on or off before stays so',
    registers: [registry],
    collect() {
      this.set(toggles.isStale() ? 1 : 0);
    },
  });
}
