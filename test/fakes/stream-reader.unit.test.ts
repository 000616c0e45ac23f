import { streamedEventsContract } from '../contracts/streamed-events.contract';
import { MemoryStream, MemoryStreamReader } from './event-stream';

streamedEventsContract('memory', () => {
  const stream = new MemoryStream();
  return { stream, streamed: new MemoryStreamReader(stream) };
});
