import { createCheckUser } from './check-user';
import { createFindFallback, type FallbackPolicy } from './find-fallback';
import type { Limits } from './limits-port';
import type { EventLog, EventStream, HoldBoard, Settlements, Toggles, UserAnswers, Users } from './ports';
import { createReserveLimit } from './reserve-limit';
import { createConfirmLimit, createReleaseLimit } from './resolve-limit';
import { createSettle } from './settle';
import { createShowHold } from './show-hold';
import { createAppendToLog, createPublishToStream } from './tell';

/** What the activities work on. */
export interface ActivityPorts {
  readonly users: Users;
  readonly answers: UserAnswers;
  readonly holds: HoldBoard;
  readonly fallback: FallbackPolicy;
  readonly toggles: Toggles;
  readonly settlements: Settlements;
  readonly log: EventLog;
  readonly stream: EventStream;
  readonly limits: Limits;
}

export function createActivities(ports: ActivityPorts) {
  return {
    checkUser: createCheckUser(ports.users, ports.answers),
    findFallback: createFindFallback(ports.answers, ports.toggles, ports.fallback),
    showHold: createShowHold(ports.holds),
    reserveLimit: createReserveLimit(ports.limits),
    confirmLimit: createConfirmLimit(ports.limits),
    releaseLimit: createReleaseLimit(ports.limits),
    settle: createSettle(ports.settlements),
    appendToLog: createAppendToLog(ports.log),
    publishToStream: createPublishToStream(ports.stream),
  };
}

export type Activities = ReturnType<typeof createActivities>;
