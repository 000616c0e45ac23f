import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import { mediaType } from '../support/http';
import type { OrderWorld } from '../support/world';

/** The members of every problem; some have more. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly error: string;
}

const STACK_TRACE = /\bat .+:\d+:\d+/;

Then('it is refused with {int}: {string}', function (this: OrderWorld, refusedWith: number, error: string) {
  const { status, headers, body } = this.answer;
  assert.deepEqual({ status, error: (body as Problem).error }, { status: refusedWith, error });
  assert.equal(mediaType(headers), 'application/problem+json');
  const problem = body as Problem;
  assert.equal(problem.status, refusedWith);
  for (const member of ['type', 'title', 'detail', 'instance', 'code'] as const) assert.equal(typeof problem[member], 'string', member);
  assert.doesNotMatch(JSON.stringify(body), STACK_TRACE);
});
