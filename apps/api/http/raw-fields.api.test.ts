import assert from 'node:assert/strict';
import { HOSTILE_USER_IDS } from '../../../test/contracts/hostile-user-ids';
import { assertProblem, bodyAs, ORDER } from '../api.fixture';
import { ask, connectTo } from './raw-connection.fixture';
import { asking, END, FORM, inAllForms, MEMBERS, MULTIPART, part, PARTS, posting, URLENCODED } from './raw-request.fixture';
import { acceptedOrder } from '../orders/order-schema';
import { orderPage } from '../orders/read-orders';
import { servedApi } from './served.fixture';

const VALUES = ['', ' ', ' 1', '1 ', '-1', '+1', '0', '0.00', '-0', '0.005', '1.001', '9'.repeat(40), '1'.repeat(16), 'NaN', 'Infinity']
  .concat(['1e3', '1e400', '0x10', '1,000.00', '1.000,00', '１０００', '٣', '1.', '.5', '1_000', '1\u0000', '1\n', 'ten', '$1', 'null', '[]']);

const INSTALLMENTS = ['', ' ', '1.0', '1.5', '1e0', 'one', '１', '0x1', ' 1', '1 ', '+1', '9'.repeat(40), 'true'];

/** What changes the line it stands in, or shows nothing. */
const UNSEEN = ['\u0000', '\n', '\r\n', '\u0085', '\u001b[31m', '\u007f', '\u2028', '\u2029']
  .concat(['\u202E', '\u200F', '\u061C', '\u2066', '\u200B', '\uFEFF', '\u00AD', '\u2060', '\u{E0061}', '\uFFFD']);

const USERS = ['', ' ', ' u', 'u ', '\u00A0u', '.', '..', 'x'.repeat(256)].concat(UNSEEN.map((text) => `a${text}b`));

const GOOD_USERS = Object.values(HOSTILE_USER_IDS)
  .filter((user) => !USERS.includes(user) && user.trim() === user && !UNSEEN.some((text) => user.includes(text)))
  .concat(['../', '..x', '%00', 'a/b?c#d%', '<script>', 'null', '__proto__', 'שלום', 'می\u200Cخواهم', 'invalid', '1']);

describe('A field that is wrong', () => {
  const api = servedApi();
  const wrong = { value: VALUES, user_id: USERS, installment: INSTALLMENTS, method: [''] };
  for (const [field, values] of Object.entries(wrong)) {
    it(`is named, in all three forms, and the connection lives on: ${field}`, async () => {
      const { socket, send, next } = await connectTo(api.port);
      for (const value of values) {
        for (const bytes of inAllForms({ ...ORDER, [field]: value })) {
          send(bytes);
          assert.deepEqual(assertProblem(await next(), 'FIELDS_INVALID').errors?.map((error) => error.field), [field], JSON.stringify(value));
        }
      }
      socket.destroy();
    });
  }

  it('is named when JSON gives it another type', async () => {
    for (const field of Object.keys(ORDER)) {
      for (const value of ['true', 'false', 'null', '[]', '["1"]', '{}', '{"$ne":""}', '-1.5', '1e400', '1e2', '9'.repeat(40), '-0.0', '"\\ud800"']) {
        if (value === '"\\ud800"' && field === 'method') continue;
        const members = Object.entries(ORDER).map(([name, text]) => `"${name}":${name === field ? value : JSON.stringify(text)}`);
        const answer = await ask(api.port, posting('application/json', `{${members.join(',')}}`));
        const { errors } = assertProblem(answer, 'FIELDS_INVALID');
        assert.deepEqual(errors?.map((error) => error.field), [field], `${field} ${value}`);
        assert.notEqual(errors?.[0]?.message, 'is missing', `${field} ${value}`);
      }
    }
  });

  it('is named when it comes twice, equal or not', async () => {
    for (const [name, value] of Object.entries(ORDER)) {
      const escaped = `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
      const twice = [
        posting('application/json', `{${MEMBERS},"${name}":"${value}"}`),
        posting('application/json', `{"${escaped}":"2",${MEMBERS}}`),
        posting(URLENCODED, `${FORM}&${name}=${value}`),
        posting(URLENCODED, `${FORM}&%${name.charCodeAt(0).toString(16)}${name.slice(1)}=2`),
        posting(MULTIPART, PARTS + part(name, 'other') + END),
      ];
      for (const bytes of twice) {
        const { errors } = assertProblem(await ask(api.port, bytes), 'FIELDS_INVALID');
        assert.deepEqual(errors, [{ field: name, message: 'must be given once' }]);
      }
    }
  });
});

describe('A user id', () => {
  const api = servedApi();

  it('is kept to the byte, whatever it would mean elsewhere', async () => {
    for (const user_id of GOOD_USERS) {
      for (const bytes of inAllForms({ ...ORDER, user_id })) {
        assert.equal(bodyAs(acceptedOrder, await ask(api.port, bytes)).user_id, user_id);
      }
      const page = bodyAs(orderPage, await ask(api.port, asking('GET', `/api/orders/${encodeURIComponent(user_id)}`)));
      assert.deepEqual(page.orders.map((order) => order.user_id), [user_id, user_id, user_id]);
    }
  });
});
