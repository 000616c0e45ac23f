import { CHECKS, type CheckRejection } from './checks';
import type { Money } from './money';
import type { PaymentMethod } from './payment-methods';

/** An order as a client has placed it and the API has accepted it. It never changes. */
export interface Order {
  /** A UUID; also the id of the order's workflow and the key of its events. */
  readonly id: string;
  readonly value: Money;
  readonly userId: string;
  readonly installment: number;
  readonly method: PaymentMethod;
  /** ISO 8601, UTC: the moment of acceptance. */
  readonly acceptedAt: string;
  /** The client that placed it, by the name of its API key; absent when it was placed without one. */
  readonly client?: string;
}

const REJECTIONS_BY_CHECKS = Object.fromEntries(
  Object.values(CHECKS).map(({ rejection, rejectionText }) => [rejection, rejectionText]),
) as Readonly<Record<CheckRejection, string>>;

/** Why an order was canceled. Closed: a new reason is added here, or with its check in `CHECKS`, and is documented in the API. */
export const REJECTION_REASONS = {
  ...REJECTIONS_BY_CHECKS,
  LIMIT_EXCEEDED: 'The value is over the limit for one order, or over what is left of the user’s exposure cap.',
  CHECK_UNAVAILABLE: 'A check could not be answered in time.',
  REJECTED_BY_OPERATOR: 'An operator decided so while the order was held.',
  CANCELED_BY_CLIENT: 'A client took the order back before it was decided.',
  CANCELED_BY_OPERATOR: 'An operator canceled the order, or its workflow, while it was open.',
  ABANDONED: 'The workflow was terminated or failed before the order was decided.',
} as const;

export type RejectionReason = keyof typeof REJECTION_REASONS;

/** How an order ends. It ends once. */
export type Outcome =
  { readonly status: 'APPROVED' } | { readonly status: 'CANCELED'; readonly reason: RejectionReason };

export type OrderStatus = 'PROCESSING' | Outcome['status'];

/** An order with its current status. */
export type OrderState = Order & ({ readonly status: 'PROCESSING' } | Outcome);

/** Whether two orders come from the same request of the same client: everything except the time of acceptance is equal. */
export function isSameRequest(a: Order, b: Order): boolean {
  return (['id', 'value', 'userId', 'installment', 'method', 'client'] as const).every((field) => a[field] === b[field]);
}

/** The form of an order's id in this system. Other spellings of a UUID, which Postgres would accept, are not order ids. */
export const ORDER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
