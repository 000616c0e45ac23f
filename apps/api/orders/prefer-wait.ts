import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Unavailable } from '../../../ports/unavailable';
import type { Outcome } from '../../../domain/order';
import type { ApiDeps } from '../http/deps';
import { attempt } from './look-up';

const LONGEST_WAIT_S = 10;

/** The parts between commas; a comma within quotes does not count, and a quote without an end reaches to the end of the line. */
const PREFERENCES = /(?:[^,"]|"(?:[^"\\]|\\(?:.|$))*(?:"|$))+/g;

/** An order is usually settled within about 50 ms. An order in trouble takes longer. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** How long a client prefers to wait (RFC 7240). Used only for the OpenAPI document: a malformed preference is ignored, not refused. */
export const preference = z.string().meta({
  description:
    '`wait=N`: how many seconds to wait for the order to end, at most 10. When the order has not ended by then, or is answered with 202, the answer is the same as without a wait. Other preferences and malformed waits are ignored (RFC 7240).',
  examples: ['wait=5'],
});

/**
 * Until when the client prefers to wait for the end of its order (`Prefer: wait=N`, RFC 7240), at most 10 s, on the clock of
 * `performance.now()`; `undefined` when it does not wait. The first of several waits counts, and a malformed one is ignored.
 */
export function waitUntil({ headersDistinct }: Pick<Request, 'headersDistinct'>): number | undefined {
  const preferences = (headersDistinct['prefer'] ?? []).flatMap((line) => line.match(PREFERENCES) ?? []).map(nameAndValue);
  const seconds = preferences.find(({ name }) => name === 'wait')?.value ?? '';
  if (!/^\d+$/.test(seconds) || Number(seconds) === 0) return undefined;
  return performance.now() + Math.min(Number(seconds), LONGEST_WAIT_S) * 1000;
}

function nameAndValue(part: string): { name: string; value: string } {
  const [withoutParameters = ''] = part.split(';', 1);
  const [name = '', ...value] = withoutParameters.split('=');
  return { name: name.trim().toLowerCase(), value: value.join('=').trim() };
}

interface Wait {
  /** On the clock of `performance.now()`. */
  readonly until: number;
  /** The wait ends when this is closed. */
  readonly response: Response;
}

/**
 * The outcome of an order as soon as it is settled; `undefined` when no outcome is known by that time, or when the process stops or
 * the client leaves before. Never throws: the order is accepted, whatever fails here.
 */
export async function outcomeInTime(deps: ApiDeps, orderId: string, { until, response }: Wait): Promise<Outcome | undefined> {
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
 * Waits for the outcome in two ways. The row has it first, before log and stream have it. The end of the workflow gives it without the
 * pauses between two reads of the row, and also when the row cannot be read.
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
