import { KafkaStream } from '../../adapters/stream-kafka';
import { HttpUsers } from '../../adapters/users-http';
import { composeKafka } from '../compose-kafka';
import type { ProcessContext } from '../run-process';

/** Opens the stream and the user service, which only the worker works on. Nothing has to be there yet. */
export function composePorts({ config, logger, resources }: ProcessContext) {
  const stream = new KafkaStream(composeKafka(config, logger), {
    topic: config.KAFKA_TOPIC,
    partitions: config.KAFKA_PARTITIONS,
    replicationFactor: config.KAFKA_REPLICATION_FACTOR,
    timeoutMs: config.KAFKA_TIMEOUT_MS,
    onDeadLetter: (eventId, reason) => logger.warn('an event could not be published and is a dead letter', { eventId, reason }),
  });
  resources.push('kafka', () => stream.close());
  return { users: new HttpUsers({ baseUrl: config.USER_API_URL, timeoutMs: config.USER_API_TIMEOUT_MS }), stream };
}
