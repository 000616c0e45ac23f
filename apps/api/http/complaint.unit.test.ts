import assert from 'node:assert/strict';
import { complaint, type Answer } from './complaint.fixture';

const ORDER = { id: '0199d0c4-5b1e-7c3a-8f00-2f6f3f9d1c11', value: '1', user_id: 'u', installment: 1, status: 'PROCESSING', method: 'cash' };
const PROBLEM = { type: 'urn:problem:x', title: 'x', status: 404, detail: 'x', instance: 'urn:uuid:x', error: 'x' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const accepted = { status: 201, headers: { ...JSON_TYPE, location: '/x' }, body: JSON.stringify(ORDER) };
const post = (changes: Partial<Answer>) => complaint('POST', '/api/orders', { ...accepted, ...changes });

function problemAt(path: string, status: number, code: string, method = 'GET') {
  const headers = { 'content-type': 'application/problem+json', ...(code === 'UNAVAILABLE' && { 'retry-after': '2' }) };
  return complaint(method, path, { status, headers, body: JSON.stringify({ ...PROBLEM, code }) });
}

describe('An answer, by the OpenAPI document', () => {
  it('is right with everything that is documented, and nothing else', () => {
    assert.equal(post({}), undefined);
    assert.equal(complaint('HEAD', '/api/methods?x=1', { status: 200, headers: JSON_TYPE, body: '' }), undefined);
    assert.equal(complaint('DELETE', '/api/orders/user/test', { status: 204, headers: {}, body: '' }), undefined);
  });

  it('is wrong with another status, or without a header', () => {
    assert.equal(post({ status: 200 }), 'an undocumented status');
    assert.match(String(post({ headers: { ...accepted.headers, location: undefined } })), /^header Location is missing/);
  });

  it('is wrong with another type, or with a body where there is none', () => {
    assert.match(String(post({ headers: { location: '/x', 'content-type': 'text/html' } })), /undocumented content type, text\/html/);
    assert.match(String(complaint('DELETE', '/api/orders/user/test', { status: 204, headers: {}, body: '{}' })), /a body where none/);
  });

  it('is wrong with a member more, fewer, or of another kind', () => {
    const bodies = [{ ...ORDER, extra: 1 }, { ...ORDER, method: undefined }, { ...ORDER, value: 1 }, { ...ORDER, status: 'DONE' }, { ...ORDER, id: 'x' }];
    for (const body of bodies) assert.match(String(post({ body: JSON.stringify(body) })), /^body /, JSON.stringify(body));
  });

  it('is wrong with a problem that this operation does not have', () => {
    const path = `/api/order/${ORDER.id}`;
    assert.equal(problemAt(path, 404, 'ORDER_NOT_FOUND'), undefined);
    assert.equal(problemAt(path, 503, 'UNAVAILABLE'), undefined);
    assert.match(String(problemAt(path, 404, 'ORDER_NOT_HELD')), /code must be equal to one of the allowed values/);
    assert.match(String(problemAt(path, 409, 'ORDER_ALREADY_FINAL')), /code must be equal/);
    assert.match(String(problemAt('/health', 503, 'UNAVAILABLE')), /code must be equal/);
  });

  it('is right with the problems of any request where there is no operation, and wrong otherwise', () => {
    assert.equal(problemAt('/nothing', 404, 'ROUTE_NOT_FOUND'), undefined);
    assert.equal(problemAt('/api/orders', 405, 'HTTP_METHOD_NOT_ALLOWED', 'PATCH'), undefined);
    assert.equal(complaint('GET', '/nothing', { ...accepted, status: 200 }), 'an undocumented status');
    assert.match(String(problemAt('/nothing', 404, 'ORDER_NOT_FOUND')), /code must be equal/);
  });
});
