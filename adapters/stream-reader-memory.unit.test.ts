import { streamedEventsContract } from './contracts/streamed-events.contract';
import { MemoryStream } from './stream-memory';
import { MemoryStreamReader } from './stream-reader-memory';

streamedEventsContract('memory', () => {
  const stream = new MemoryStream();
  return { stream, streamed: new MemoryStreamReader(stream) };
});
