import path from 'node:path';
import { forEachService } from './services';

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

/** Ports of slot 0: where people expect these products. */
const wellKnownPorts = {
  api: 8000,
  ...forEachService((_, { port }) => port),
  workerHealth: 8002,
  temporal: 7233,
  temporalUi: 8233,
  postgres: 5432,
  mongo: 27017,
  kafka: 9092,
  eventsPostgres: 5433,
  kafkaController: 9093,
  temporalHttp: 7243,
  temporalMetrics: 7244,
  s3: 7070,
} as const;

export type PortName = keyof typeof wellKnownPorts;
type Ports = Readonly<Record<PortName, number>>;

export const portNames = Object.keys(wellKnownPorts) as PortName[];

const firstBlock = 20_000;
const blockSize = 100;
const firstTestIndex = 50;
const buildLockIndex = 98;
const lockIndex = 99;

/** The ports of a slot: the well-known ones for slot 0, a block of a hundred for every other. */
export function portsOf(slotNumber: number): Ports {
  if (slotNumber === 0) return wellKnownPorts;
  const entries = portNames.map((name, index) => [name, blockStart(slotNumber) + index]);
  return Object.fromEntries(entries) as Ports;
}

/** The port that whoever is changing this slot listens on: the kernel frees it when that process dies. */
export function lockPortOf(slotNumber: number): number {
  return blockStart(slotNumber) + lockIndex;
}

/** The port that whoever is compiling listens on. */
export function buildLockPort(): number {
  return blockStart(0) + buildLockIndex;
}

/** A port of the slot's block that no part uses, for proxies and extra copies in tests (`index` 0–47). */
export function testPortOf(slotNumber: number, index: number): number {
  if (index < 0 || firstTestIndex + index >= buildLockIndex) throw new RangeError(`no test port ${index} in a slot`);
  return blockStart(slotNumber) + firstTestIndex + index;
}

/** The last two test ports: where the Kafka broker listens for clients behind a proxy, and where it tells them that proxy is. */
export function behindProxyPorts(slotNumber: number): { readonly listens: number; readonly advertises: number } {
  return { listens: testPortOf(slotNumber, 46), advertises: testPortOf(slotNumber, 47) };
}

function blockStart(slotNumber: number): number {
  return firstBlock + blockSize * slotNumber;
}
