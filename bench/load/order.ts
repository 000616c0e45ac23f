import { setTimeout as pause } from 'node:timers/promises';
import type { Load } from './closed-loop';
import type { HttpApi } from './http-api';
import type { LookTimes } from './look-times';

const users = 1000;
const lostAfterMs = 60_000;

interface OrderBody {
  readonly id: string;
  readonly status: string;
}

/** Posts a healthy order and looks at it until it is approved. Throws when it is refused, canceled or not final in a minute. */
export function orderLoad(api: HttpApi, times: LookTimes): Load {
  let posted = 0;

  async function post(): Promise<string> {
    const user_id = `bench-${posted++ % users}`;
    const { status, body } = await api.post('/api/orders', { value: '1000', user_id, installment: 1, method: 'credit_card' });
    if (status !== 201 && status !== 202) throw new Error(`the order was not accepted: ${status} ${JSON.stringify(body)}`);
    return (body as OrderBody).id;
  }

  async function isFinal(id: string): Promise<boolean> {
    const { status, body } = await api.get(`/api/order/${id}`);
    const order = body as OrderBody;
    if (status === 200 && order.status === 'PROCESSING') return false;
    if (status === 200 && order.status === 'APPROVED') return true;
    throw new Error(`order ${id} should be approved: ${status} ${JSON.stringify(body)}`);
  }

  return async () => {
    const began = performance.now();
    const id = await post();
    const accepted = performance.now();
    await pause(times.firstMs);
    let looks = 1;
    for (; !(await isFinal(id)); looks++) {
      if (performance.now() - began > lostAfterMs) throw new Error(`order ${id} is lost: not final after ${lostAfterMs / 1000} s`);
      await pause(times.pauseMs);
    }
    const final = performance.now();
    times.seen(final - accepted, looks);
    return { id, acceptedMs: accepted - began, finalMs: final - began, looks };
  };
}
