import { createCheckUser, createFindFallback } from '../../activities/check-user';
import { MemoryUserAnswers, MemoryUsers } from '../fakes/users';
import type { MemoryPorts } from '../workflow-environment';

/** A fraud service in memory: it is asked about users, as the user service is, and its answers are kept like that one's. */
export class MemoryFraudService extends MemoryUsers {
  readonly answers = new MemoryUserAnswers();
}

export function createFraudActivities(service: MemoryFraudService, { toggles, fallback }: MemoryPorts) {
  return {
    checkFraud: createCheckUser(service, service.answers),
    findFraudFallback: createFindFallback(service.answers, toggles, fallback),
  };
}

export type FraudActivities = ReturnType<typeof createFraudActivities>;
