import type { Money } from '../domain/money';
import { createCheckUser } from './check-user';
import type { EventLog, EventStream, Settlements, Users } from './ports';
import { createReserveLimit } from './reserve-limit';
import { createSettle } from './settle';
import { createAppendToLog, createPublishToStream } from './tell';

/** What the activities work on. */
export interface ActivityPorts {
  readonly users: Users;
  readonly settlements: Settlements;
  readonly log: EventLog;
  readonly stream: EventStream;
  readonly perOrderLimit: Money;
}

export function createActivities(ports: ActivityPorts) {
  return {
    checkUser: createCheckUser(ports.users),
    reserveLimit: createReserveLimit(ports.perOrderLimit),
    settle: createSettle(ports.settlements),
    appendToLog: createAppendToLog(ports.log),
    publishToStream: createPublishToStream(ports.stream),
  };
}

export type Activities = ReturnType<typeof createActivities>;
