import { createCheckUser } from '../../activities/check-user';
import { createFindFallback } from '../../activities/find-fallback';
import { MemoryUserAnswers } from '../../adapters/user-answers-memory';
import { MemoryUsers } from '../../adapters/users-memory';
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
