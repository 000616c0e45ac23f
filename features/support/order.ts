/** The words for an order on the wire. */
export interface Order {
  readonly id: string;
  readonly value: string;
  readonly user_id: string;
  readonly installment: number;
  readonly status: 'PROCESSING' | 'APPROVED' | 'CANCELED';
  readonly method: string;
  readonly reason?: string;
}

export interface OrderPage {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly orders: readonly Order[];
  readonly next_cursor?: string;
}

export interface Timeline {
  readonly order_id: string;
  readonly recorded: boolean;
  readonly events: readonly OrderEvent[];
}

export interface OrderEvent {
  readonly sequence: number;
  readonly type: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a client fills in. */
export type OrderForm = Readonly<Record<'value' | 'user_id' | 'installment' | 'method', string>>;

/** The three forms in which a client may send it. */
export type BodyForm = 'multipart/form-data' | 'application/x-www-form-urlencoded' | 'application/json';
