import type { Request } from 'express';
import { Problem } from '../http/problem';
import { orderId } from '../schemas/order';

/** The order a path names. What is not a UUID names no order. */
export function orderIdOf({ params: { id } }: Request): string {
  const parsed = orderId.safeParse(id);
  if (!parsed.success) throw new Problem('ORDER_NOT_FOUND');
  return parsed.data.toLowerCase();
}
