import { TemporalMaintenance } from '../../adapters/maintenance-temporal';
import { composeTemporal } from '../compose-temporal';
import type { CommandContext } from './command';
import type { Maintenance } from './ports';

/** The maintenance jobs on the configured Temporal server and task queue. */
export function composeMaintenance(context: CommandContext): Maintenance {
  return new TemporalMaintenance(composeTemporal(context));
}
