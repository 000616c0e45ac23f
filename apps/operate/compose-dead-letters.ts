import { KafkaDeadLetters } from '../../adapters/dead-letters-kafka';
import { composeKafka } from '../compose-kafka';
import type { CommandContext } from './command';
import type { DeadLetters } from './ports';

/** A cluster may take some seconds over letting a new reader in. */
const QUIET_MS = 15_000;

/** The dead letters of the configured topic. */
export function composeDeadLetters({ config, logger }: CommandContext): DeadLetters {
  const { KAFKA_TOPIC: topic, KAFKA_TIMEOUT_MS: timeoutMs } = config;
  return new KafkaDeadLetters(composeKafka(config, logger), { topic, timeoutMs, quietMs: QUIET_MS });
}
