import { ApplicationFailure, CancellationScope, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Decision } from '../domain/holds';
import type { Outcome } from '../domain/order';
import { DECISION_UPDATE, NOT_HELD } from './contract';
import type { CheckHold, Holds } from './holds';

const decisionUpdate = defineUpdate<Outcome | null, [Decision]>(DECISION_UPDATE);

/**
 * Handles operators' decisions about a held order: about the check that a decision names, or else about every check that holds the
 * order at that moment. A decision is answered from the order's settlement, whatever decided that; or with `null` when it has taken
 * effect and the order is held all the same, by the same check again or by another one. Called before the first `await` of the
 * workflow, so that no decision comes too early.
 */
export function handleDecisions({ all, isHeld }: Pick<Holds, 'all' | 'isHeld'>, settled: () => Outcome | null): void {
  const concernedBy = ({ check }: Decision) => all().filter((hold) => check === undefined || hold.check === check);

  setHandler(
    decisionUpdate,
    // Not canceled with the workflow: the order is settled in the end, and that is the answer.
    (decision: Decision) =>
      CancellationScope.nonCancellable(async () => {
        const concerned = concernedBy(decision).filter(({ isOpen }) => isOpen);
        // A ruling takes the place of a retry that came just before it.
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
