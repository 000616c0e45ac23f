import { streamContract } from '../contracts/stream.contract';
import { MemoryStream } from './event-stream';

streamContract('memory', () => {
  const stream = new MemoryStream();
  const seen = () => stream.records.map(({ key, id, event }) => ({ key, id, partition: 0, bytes: JSON.stringify(event) }));
  return { stream, seen: () => Promise.resolve(seen()) };
});
