import { CancellationScope, condition, defineUpdate, isCancellation, setHandler } from '@temporalio/workflow';
import type { Outcome } from '../domain/order';
import { CANCEL_UPDATE } from './contract';

const cancelUpdate = defineUpdate<Outcome | null, [operator?: string]>(CANCEL_UPDATE);

/** How an order has ended and, when an operator has canceled it by name, who. */
type Ended = Outcome & { readonly by?: string };

/** Does the work, which may be canceled meanwhile. A cancellation is an outcome like others. */
type Cancelable = (work: () => Promise<Outcome>) => Promise<Ended>;

/**
 * Handles cancellations: a client's or an operator's by update, and that of the workflow itself, as from the Web UI. The first one
 * counts. An update is answered from the current settlement, whatever its outcome is. Called before the first `await` of the
 * workflow, so that no cancellation comes too early.
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

/** Without a name, the client asks. */
function canceledBy(operator: string | undefined): Ended {
  if (operator === undefined) return { status: 'CANCELED', reason: 'CANCELED_BY_CLIENT' };
  return { status: 'CANCELED', reason: 'CANCELED_BY_OPERATOR', by: operator };
}
