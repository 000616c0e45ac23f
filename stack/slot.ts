import path from 'node:path';
import { portsOf, type Ports } from './ports';

/** One copy of the stack on this machine: its ports and its folders. */
export interface Slot {
  readonly number: number;
  readonly ports: Ports;
  readonly folder: string;
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly pidFolder: string;
}

export const repositoryFolder = path.resolve(__dirname, '..');
export const lastSlot = 99;

/** The slot of that number (0–99), with some ports put elsewhere when `ports` says so. */
export function slotAt(number: number, ports: Partial<Ports> = {}): Slot {
  if (!Number.isInteger(number) || number < 0 || number > lastSlot) {
    throw new RangeError(`STACK_SLOT must be a whole number from 0 to ${lastSlot}, not ${number}`);
  }
  const folder = path.join(repositoryFolder, '.stack', `slot-${number}`);
  return {
    number,
    ports: { ...portsOf(number), ...ports },
    folder,
    dataFolder: path.join(folder, 'data'),
    logFolder: path.join(folder, 'logs'),
    pidFolder: path.join(folder, 'pids'),
  };
}
