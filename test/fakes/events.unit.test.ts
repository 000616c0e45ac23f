import { eventsContract } from '../contracts/events.contract';
import { MemoryEvents } from './event-log';

eventsContract('memory', () => new MemoryEvents());
