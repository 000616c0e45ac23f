import type { Order } from './order';

/** How a workflow ends before its code has come to the end: somebody ended it, or the code failed. */
export const BROKEN_OFF = ['TERMINATED', 'FAILED', 'TIMED_OUT', 'CANCELED'] as const;

/** The latest run of an order's workflow, as the server describes it. Times are ISO 8601, UTC. */
export type Execution = OpenExecution | CompletedExecution | BrokenOffExecution;

interface AnyExecution {
  readonly orderId: string;
  readonly runId: string;
  /** The order it was started with; absent when the server does not have it. */
  readonly order?: Order;
}

export interface OpenExecution extends AnyExecution {
  readonly state: 'RUNNING';
  readonly isHeld: boolean;
  readonly trouble?: Trouble;
}

interface CompletedExecution extends AnyExecution {
  readonly state: 'COMPLETED';
}

interface BrokenOffExecution extends AnyExecution {
  readonly state: (typeof BROKEN_OFF)[number];
  readonly closedAt: string;
}

/** Why an open workflow makes no progress: a step fails, its own code fails, or no worker takes its task. */
export type Trouble =
  | { readonly kind: 'step'; readonly failing?: { readonly step?: string; readonly error?: string } }
  | { readonly kind: 'code' }
  | { readonly kind: 'waiting' };

export function isBrokenOff(execution: Execution): execution is BrokenOffExecution {
  return execution.state !== 'RUNNING' && execution.state !== 'COMPLETED';
}
