import type { PartName } from '../part';
import type { Slot } from '../slot';
import { lastLines, logFile } from './log-file';

const shownLines = 30;

/** A part that does not do what it should. `log` holds the end of its log. */
export class PartFailed extends Error {
  readonly log: string;

  constructor(slot: Slot, readonly part: PartName, reason: string, options?: ErrorOptions) {
    super(`${part} ${reason}`, options);
    this.name = 'PartFailed';
    this.log = `${logFile(slot, part)} ends with:\n${lastLines(slot, part, shownLines)}`;
  }
}
