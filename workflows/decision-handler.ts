import { ApplicationFailure, CancellationScope, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Decision } from '../domain/holds';
import type { Outcome } from '../domain/order';
import { DECISION_UPDATE, NOT_HELD } from './contract';
import type { CheckHold, Holds } from './holds';

const decisionUpdate = defineUpdate<Outcome | null, [Decision]>(DECISION_UPDATE);

/**
 * Handles operators' decisions about a held order: about the check that a decision names, or else about every check that holds the
 * order at that moment. The answer is the outcome of the settlement, whatever led to it; or `null` when the decision has taken effect
 * and the order is still held, by the same check again or by another one. Called before the first `await` of the workflow, so that
 * no decision arrives before its handler is set.
 */
export function handleDecisions({ all, isHeld }: Pick<Holds, 'all' | 'isHeld'>, settled: () => Outcome | null): void {
  const concernedBy = ({ check }: Decision) => all().filter((hold) => check === undefined || hold.check === check);

  setHandler(
    decisionUpdate,
    // Not canceled with the workflow: a canceled order is settled too, and its outcome is the answer.
    (decision: Decision) =>
      CancellationScope.nonCancellable(async () => {
        const concerned = concernedBy(decision).filter(({ isOpen }) => isOpen);
        // `approve` or `reject` overrides a `retry` that has not been handled yet.
        for (const hold of concerned) if (!isRuled(hold)) hold.decision = decision;
        const isStillHeld = () => isHeld() && concerned.every(({ isOpen }) => !isOpen);
        await condition(() => settled() !== null || isStillHeld());
        return settled();
      }),
    {
      validator: (decision: Decision) => {
        if (settled() !== null || concernedBy(decision).some((hold) => hold.isOpen || isRuled(hold))) return;
        throw ApplicationFailure.nonRetryable(`The order is not held: nothing to ${decision.decision}.`, NOT_HELD);
      },
    },
  );
}

function isRuled({ decision }: CheckHold): boolean {
  return decision !== undefined && decision.decision !== 'retry';
}
