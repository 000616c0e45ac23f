import { TemporalRecovery } from '../../adapters/recovery-temporal';
import { composeTemporal } from '../compose-temporal';
import type { CommandContext } from './command';
import type { Recovery } from './ports';

const LONGEST_RUN_MS = 10 * 60_000;

/** The recover job on the configured Temporal server and task queue. */
export function composeRecovery(context: CommandContext): Recovery {
  return new TemporalRecovery({ ...composeTemporal(context), timeoutMs: LONGEST_RUN_MS });
}
