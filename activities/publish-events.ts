import type { OrderEvent } from '../domain/events';
import type { EventLog, EventStream } from '../ports/events';

/** Adds a settled order's events to the log. */
export function createAppendToLog(log: EventLog) {
  return async function appendToLog(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    await log.append(orderId, events);
  };
}

/** Publishes a settled order's events on the stream. */
export function createPublishToStream(stream: EventStream) {
  return async function publishToStream(orderId: string, events: readonly OrderEvent[]): Promise<void> {
    await stream.publish(orderId, events);
  };
}
