import { CancellationScope, condition, defineUpdate, isCancellation, setHandler } from '@temporalio/workflow';
import type { Outcome } from '../domain/order';
import { CANCEL_UPDATE } from './contract';

const cancelUpdate = defineUpdate<Outcome | null>(CANCEL_UPDATE);

/** Does the work, which may be canceled while it lasts; a cancellation is an outcome like others. */
export type Cancelable = (work: () => Promise<Outcome>) => Promise<Outcome>;

/**
 * Takes cancellations: a client's, by update, which is answered from the outcome that stands, whatever that is; and that of the
 * workflow itself, as from the Web UI. Set up before the first `await` of the workflow, so that none comes too early.
 */
export function takeCancellations(standing: () => Outcome | null): Cancelable {
  const scope = new CancellationScope();
  let isByClient = false;
  setHandler(cancelUpdate, () =>
    CancellationScope.nonCancellable(async () => {
      isByClient ||= !scope.consideredCancelled;
      scope.cancel();
      await condition(() => standing() !== null);
      return standing();
    }),
  );
  return async (work) => {
    try {
      return await scope.run(work);
    } catch (error) {
      if (!isCancellation(error)) throw error;
      return { status: 'CANCELED', reason: isByClient ? 'CANCELED_BY_CLIENT' : 'CANCELED_BY_OPERATOR' };
    }
  };
}
