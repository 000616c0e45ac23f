import type { EventLog, EventStream } from '../../activities/ports';
import { breaker } from '../breaker';
import type { ProcessContext } from '../run-process';

type Pinged<Port> = Port & { ping(): Promise<void> };

/**
 * Log and stream behind a breaker each: while one of them is away, the thousand orders that wait for it fail at once instead of
 * after a time-out, and leave the worker's places to the steps that can be done.
 */
export function tellingBehindBreakers({ config, logger }: ProcessContext, ports: { log: Pinged<EventLog>; stream: Pinged<EventStream> }) {
  const retryAfterMs = config.BREAKER_RETRY_MS;
  const log = breaker({ name: 'mongodb', retryAfterMs, logger, probe: () => ports.log.ping() });
  const stream = breaker({ name: 'kafka', retryAfterMs, logger, probe: () => ports.stream.ping() });
  return {
    log: { append: (id, events) => log(() => ports.log.append(id, events)) } satisfies EventLog,
    stream: { publish: (id, events) => stream(() => ports.stream.publish(id, events)) } satisfies EventStream,
  };
}
