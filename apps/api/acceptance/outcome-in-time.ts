import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'express';
import { Unavailable } from '../../../activities/ports';
import type { Outcome } from '../../../domain/order';
import type { ApiDeps } from '../deps';
import { attempt } from '../reads/attempt';

/** A healthy order is settled within some 50 ms; one that is not takes its time. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

interface Patience {
  /** On the clock of `performance.now()`. */
  readonly until: number;
  /** Nobody waits any more once it is closed. */
  readonly response: Response;
}

/**
 * The outcome of an order as soon as one stands; `undefined` when none is known by the time, or when the process stops or the client
 * is gone before. Never throws: the order is accepted, whatever fails here.
 */
export async function outcomeInTime(deps: ApiDeps, orderId: string, { until, response }: Patience): Promise<Outcome | undefined> {
  if (deps.stopping.aborted || response.destroyed) return undefined;
  const waiting = new AbortController();
  const stop = () => waiting.abort();
  const timer = setTimeout(stop, until - performance.now());
  deps.stopping.addEventListener('abort', stop);
  response.once('close', stop);
  try {
    return await Promise.race([aborted(waiting.signal), outcomeOf(deps, orderId, waiting.signal)]);
  } catch (error) {
    deps.logger.warn('an outcome could not be waited for', { orderId, error });
    return undefined;
  } finally {
    clearTimeout(timer);
    deps.stopping.removeEventListener('abort', stop);
    response.removeListener('close', stop);
    stop();
  }
}

/**
 * What stands is seen first in the row, before log and stream are told. The workflow's end tells it too, at once, when the row
 * is not looked at that moment or cannot be.
 */
function outcomeOf(deps: ApiDeps, orderId: string, over: AbortSignal): Promise<Outcome> {
  const inItsRow = outcomeInRow(deps, orderId, over);
  const atItsEnd = deps.workflows.waitForEnd(orderId, over).then(
    (outcome) => outcome ?? inItsRow,
    () => inItsRow,
  );
  return Promise.race([inItsRow, atItsEnd]);
}

async function outcomeInRow({ orders }: ApiDeps, orderId: string, over: AbortSignal): Promise<Outcome> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    await pause(pauseMs, undefined, { signal: over });
    const row = await attempt(orders.find(orderId));
    if (row !== undefined && !(row instanceof Unavailable) && row.status !== 'PROCESSING') return row;
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
}
