import { ApplicationFailure, CancellationScope, condition, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Decision } from '../domain/holds';
import type { Outcome } from '../domain/order';
import { DECISION_UPDATE, NOT_HELD } from './contract';

const decisionUpdate = defineUpdate<Outcome | null, [Decision]>(DECISION_UPDATE);

/** Where operators hand in what they decide about a held order. */
export interface OperatorDesk {
  /** From now on the order is held: decisions are taken. */
  readonly open: () => void;
  /** The order goes on by itself: decisions are refused again, and a `retry` is answered when it is held again or ended. */
  readonly close: () => void;
  /** Resolves with the first decision that is handed in. */
  readonly decided: () => Promise<Decision>;
}

/**
 * Takes decisions while the order is held. Each is answered from the outcome that stands, whoever decided it; a `retry` that left
 * the order held with `null`. Set up before the first `await` of the workflow, so that no update comes too early.
 */
export function openOperatorDesk(standing: () => Outcome | null): OperatorDesk {
  let isHeld = false;
  let holds = 0;
  let taken: Decision | undefined;
  const isFinal = () => taken !== undefined && taken.decision !== 'retry';

  setHandler(
    decisionUpdate,
    // Not canceled with the workflow: the outcome stands in the end, and is the answer.
    (decision: Decision) =>
      CancellationScope.nonCancellable(async () => {
        const hold = holds;
        // A ruling takes the place of a retry that came just before it.
        if (isHeld && !isFinal()) taken = decision;
        await condition(() => standing() !== null || (decision.decision === 'retry' && holds > hold));
        return standing();
      }),
    {
      validator: ({ decision }: Decision) => {
        if (isHeld || isFinal() || standing() !== null) return;
        throw ApplicationFailure.nonRetryable(`The order is not held: nothing to ${decision}.`, NOT_HELD);
      },
    },
  );

  return {
    open: () => {
      isHeld = true;
      holds += 1;
      taken = undefined;
    },
    close: () => (isHeld = false),
    decided: async () => {
      await condition(() => taken !== undefined);
      return taken as Decision;
    },
  };
}
