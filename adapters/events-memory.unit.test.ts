import { eventsContract } from './contracts/events.contract';
import { MemoryEvents } from './events-memory';

eventsContract('memory', () => new MemoryEvents());
