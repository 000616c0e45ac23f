import { deadLettersContract, TAKES_BYTES } from '../contracts/dead-letters.contract';
import { MemoryDeadLetters } from './dead-letters';

deadLettersContract('memory', async () => {
  const topic = 'events';
  const letters = new MemoryDeadLetters({ topic, mostBytes: TAKES_BYTES });
  return {
    topic,
    letters,
    add: async (added) => added.forEach(([record, cause]) => letters.add(record, cause)),
    streamed: async () => letters.stream,
  };
});
