import { TemporalReconciliation } from '../../adapters/reconciliation-temporal';
import { composeTemporal } from '../compose-temporal';
import type { CommandContext } from './command';
import type { Reconciliation } from './ports';

const LONGEST_RUN_MS = 30 * 60_000;

/** Reconcile on the configured Temporal server and task queue. */
export function composeReconciliation(context: CommandContext): Reconciliation {
  return new TemporalReconciliation({ ...composeTemporal(context), timeoutMs: LONGEST_RUN_MS });
}
