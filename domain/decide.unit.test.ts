import assert from 'node:assert/strict';
import { LIMIT as limit } from '../test/contracts/sample-orders';
import type { LimitAnswer, Ruling, Unanswered, UserAnswer } from './checks';
import { decide } from './decide';
import type { Outcome, RejectionReason } from './order';

const valid: UserAnswer = { valid: true, source: 'api' };
const rejected: UserAnswer = { valid: false, source: 'api' };
const unanswered: Unanswered = { attempts: 4 };
const cached: UserAnswer = { valid: true, source: 'cache' };
const fits: LimitAnswer = { fits: true, limit };
const tooMuch: LimitAnswer = { fits: false, limit };

const approved: Outcome = { status: 'APPROVED' };
const canceled = (reason: RejectionReason): Outcome => ({ status: 'CANCELED', reason });

describe('an order', () => {
  const table: [string, UserAnswer | Ruling | Unanswered, LimitAnswer, Outcome][] = [
    ['is approved when its user is valid and its value fits', valid, fits, approved],
    ['is canceled when its value does not fit', valid, tooMuch, canceled('LIMIT_EXCEEDED')],
    ['is canceled when its user is not valid', rejected, fits, canceled('USER_INVALID')],
    ['names the user first when both are wrong', rejected, tooMuch, canceled('USER_INVALID')],
    ['is never approved when nobody answered about its user', unanswered, fits, canceled('CHECK_UNAVAILABLE')],
    ['names what is known to be wrong before a missing answer', unanswered, tooMuch, canceled('LIMIT_EXCEEDED')],
    ['is approved on an earlier answer about its user', cached, fits, approved],
    ['is canceled on an earlier "no" about its user', { ...cached, valid: false }, fits, canceled('USER_INVALID')],
    ['is approved when an operator says so in place of the user service', { ruling: 'approve' }, fits, approved],
    ['is not approved by an operator over the limit', { ruling: 'approve' }, tooMuch, canceled('LIMIT_EXCEEDED')],
    ['is canceled when an operator says so', { ruling: 'reject' }, fits, canceled('REJECTED_BY_OPERATOR')],
    ['names what is known to be wrong before the ruling of an operator', { ruling: 'reject' }, tooMuch, canceled('LIMIT_EXCEEDED')],
    ['is not approved when not even one try was made', { attempts: 0 }, fits, canceled('CHECK_UNAVAILABLE')],
  ];
  for (const [sentence, user, value, outcome] of table) {
    it(sentence, () => assert.deepEqual(decide(user, value), outcome));
  }
});
