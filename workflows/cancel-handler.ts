import { CancellationScope, condition, defineUpdate, isCancellation, setHandler } from '@temporalio/workflow';
import type { Outcome } from '../domain/order';
import { CANCEL_UPDATE } from './contract';

const cancelUpdate = defineUpdate<Outcome | null, [operator?: string]>(CANCEL_UPDATE);

/** How an order has ended, with the name of the operator when one has canceled it by name. */
type Ended = Outcome & { readonly by?: string };

/** Runs the work. Returns its outcome or, when it is canceled meanwhile, the outcome of the cancellation. */
type Cancelable = (work: () => Promise<Outcome>) => Promise<Ended>;

/**
 * Handles cancellations: those of clients and operators, which are updates, and the cancellation of the workflow itself, for example
 * from the Web UI. The first one counts. An update is answered with the outcome of the settlement, whatever that is. Called before the
 * first `await` of the workflow, so that no cancellation arrives before its handler is set.
 */
export function handleCancel(settled: () => Outcome | null): Cancelable {
  const scope = new CancellationScope();
  let canceled: Ended = { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR' };
  setHandler(cancelUpdate, (operator) =>
    CancellationScope.nonCancellable(async () => {
      if (!scope.consideredCancelled) canceled = canceledBy(operator);
      scope.cancel();
      await condition(() => settled() !== null);
      return settled();
    }),
  );
  return async (work) => {
    try {
      return await scope.run(work);
    } catch (error) {
      if (!isCancellation(error)) throw error;
      return canceled;
    }
  };
}

/** The outcome of a cancellation by an update. Without a name it comes from the client. */
function canceledBy(operator: string | undefined): Ended {
  if (operator === undefined) return { status: 'CANCELED', reason: 'CANCELED_BY_CLIENT' };
  return { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR', by: operator };
}
