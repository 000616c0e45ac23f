import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ORDER } from '../api.fixture';
import { connectTo } from './raw-connection.fixture';
import { END, FORM, JSON_BODY, MULTIPART, part, PARTS, posting, URLENCODED } from './raw-request.fixture';
import { acceptedOrder } from '../orders/order-schema';
import { problem } from './problem';
import { servedApi } from './served.fixture';

const RUNS = 10_000;
const TYPES = ['application/json', URLENCODED, MULTIPART] as const;
const OTHER_TYPES = ['multipart/form-data', 'application/json; charset="utf-8"', `${MULTIPART}y`, `${URLENCODED};charset=x`] as const;
const ORDERS = { 'application/json': JSON_BODY, [URLENCODED]: FORM, [MULTIPART]: PARTS + END };

const bytes = fc.uint8Array({ maxLength: 64 });
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
const field = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(ORDER), '1', 'cash'));
const fields = fc.record({ value: field, user_id: field, installment: field, method: field, other: field }, { requiredKeys: [] });

function written(type: (typeof TYPES)[number], chosen: Readonly<Record<string, string>>): string {
  if (type === 'application/json') return JSON.stringify(chosen);
  if (type === URLENCODED) return new URLSearchParams(chosen).toString();
  return Object.entries(chosen).map(([name, text]) => part(name, text)).join('') + END;
}

/** An order in which some bytes have been replaced by others. */
function damaged(type: (typeof TYPES)[number], at: number, length: number, by: Uint8Array): Buffer {
  const whole = Buffer.from(ORDERS[type]);
  const from = at % whole.length;
  return Buffer.concat([whole.subarray(0, from), by, whole.subarray(from + length)]);
}

const body = fc.oneof(
  fc.record({ type: fc.constantFrom(...TYPES, ...OTHER_TYPES), content: fc.oneof(bytes, json) }),
  fc.record({ type: fc.constantFrom(...TYPES), chosen: fields }).map(({ type, chosen }) => ({ type, content: written(type, chosen) })),
  fc
    .record({ type: fc.constantFrom(...TYPES), at: fc.nat(), length: fc.nat(8), by: bytes })
    .map(({ type, at, length, by }) => ({ type, content: damaged(type, at, length, by) })),
);

describe('Any body at all', () => {
  const api = servedApi();

  it('is an order or a problem of the client, never one of ours, and harms nobody after it', async () => {
    const { socket, send, next } = await connectTo(api.port);
    const seen = new Set<number>();
    const property = fc.asyncProperty(body, async ({ type, content }) => {
      send(posting(type, content));
      const answer = await next();
      seen.add(answer.status);
      assert.ok(answer.status === 201 || (answer.status >= 400 && answer.status < 500), `${answer.status}`);
      (answer.status === 201 ? acceptedOrder : problem).parse(answer.body);
    });
    await fc.assert(property, { numRuns: RUNS });
    assert.deepEqual([...seen].sort(), [201, 400, 415, 422]);
    socket.destroy();
  }).timeout(60_000);
});
