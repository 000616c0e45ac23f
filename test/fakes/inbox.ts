import type { CountedEvent, Inbox } from '../../examples/consumer/consume-record';
import { Faults } from './faults';

/** The example consumer's inbox in memory, for tests. */
export class MemoryInbox implements Inbox {
  readonly faults = new Faults('postgres');
  /** The events that have had their effect, in order. */
  readonly taken: CountedEvent[] = [];

  prepare(): Promise<void> {
    return this.faults.around(() => undefined);
  }

  take(event: CountedEvent): Promise<'taken' | 'duplicate'> {
    return this.faults.around(() => {
      if (this.taken.some(({ id }) => id === event.id)) return 'duplicate';
      this.taken.push(event);
      return 'taken';
    });
  }
}
