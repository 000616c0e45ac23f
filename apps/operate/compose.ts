import { KafkaDeadLetters } from '../../adapters/kafka/dead-letters';
import { TemporalMaintenance } from '../../adapters/temporal/maintenance';
import type { DeadLetters } from '../../ports/dead-letters';
import type { Maintenance } from '../../ports/maintenance';
import { composeKafka, composeTemporal } from '../runtime/compose';
import { apiKeyCommand } from './api-key';
import type { Command, CommandContext } from './command';
import { deadLetterCommand } from './dead-letter';
import { reconcileCommand, recoverCommand } from './maintenance';

/** Every command, by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'api-key': apiKeyCommand(),
  'dead-letter': deadLetterCommand(composeDeadLetters),
  reconcile: reconcileCommand(composeMaintenance),
  recover: recoverCommand(composeMaintenance),
};

/** A cluster may need some seconds to admit a new reader. */
const QUIET_MS = 15_000;

/** The dead letters of the configured topic. */
function composeDeadLetters({ config, logger }: CommandContext): DeadLetters {
  const { KAFKA_TOPIC: topic, KAFKA_TIMEOUT_MS: timeoutMs } = config;
  return new KafkaDeadLetters(composeKafka(config, logger), { topic, timeoutMs, quietMs: QUIET_MS });
}

/** The maintenance jobs on the configured Temporal server and task queue. */
function composeMaintenance(context: CommandContext): Maintenance {
  return new TemporalMaintenance(composeTemporal(context));
}
