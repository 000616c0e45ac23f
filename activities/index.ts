import type { EventLog, EventStream } from '../ports/events';
import type { HoldBoard } from '../ports/holds';
import type { Limits } from '../ports/limits';
import type { Settlements } from '../ports/orders';
import type { Toggles } from '../ports/toggles';
import type { UserAnswers, Users } from '../ports/users';
import { createCheckUser, createFindFallback, type FallbackPolicy } from './check-user';
import { createConfirmLimit, createReleaseLimit, createReserveLimit } from './reserve-limit';
import { createAppendToLog, createPublishToStream, createSettle, createShowHold } from './settle-and-publish';

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
