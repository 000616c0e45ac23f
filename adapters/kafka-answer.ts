import { Unavailable } from '../activities/ports';

/** Waits for Kafka. Whatever it is that fails becomes `Unavailable`. */
export async function mapKafkaErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw cause instanceof Unavailable ? cause : new Unavailable('kafka', { cause });
  }
}
