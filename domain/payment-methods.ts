/** A payment method with a number of installments. The id is the one that clients of the old system know. */
interface PaymentMethodOption {
  readonly id: number;
  readonly method: PaymentMethod;
  readonly installments: number;
}

const INSTALLMENTS = { credit_card: 12, debit_card: 1, transfer: 1, cash: 1 } as const;

export type PaymentMethod = keyof typeof INSTALLMENTS;

/** The closed list of payment methods: the source for validation, `GET /api/methods` and the seed of the Postgres table. */
export const PAYMENT_METHODS: readonly PaymentMethodOption[] = Object.entries(INSTALLMENTS)
  .flatMap(([method, most]) => Array.from({ length: most }, (_, index) => [method, index + 1] as const))
  .map(([method, installments], index) => ({ id: index + 1, method: method as PaymentMethod, installments }));

/** The offered combination, or `undefined` when the method is unknown or not offered in that many installments. */
export function findPaymentMethod(method: string, installments: number): PaymentMethodOption | undefined {
  return PAYMENT_METHODS.find((option) => option.method === method && option.installments === installments);
}
