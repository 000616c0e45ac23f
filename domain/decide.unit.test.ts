import assert from 'node:assert/strict';
import { LIMIT as limit } from '../test/contracts/sample-orders';
import type { CheckAnswer, LimitAnswer, Ruling, Unanswered } from './checks';
import { decide, type CheckResult } from './decide';
import type { Outcome, RejectionReason } from './order';

const valid: CheckAnswer = { valid: true, source: 'api' };
const rejected: CheckAnswer = { valid: false, source: 'api' };
const unanswered: Unanswered = { attempts: 4 };
const cached: CheckAnswer = { valid: true, source: 'cache' };
const fits: LimitAnswer = { fits: true, limit };
const tooMuch: LimitAnswer = { fits: false, limit };

/** The results of the two checks of today. */
function checked(user: CheckAnswer | Ruling | Unanswered, { fits: valid }: LimitAnswer): CheckResult[] {
  return [{ rejection: 'USER_INVALID', answer: user }, { rejection: 'LIMIT_EXCEEDED', answer: { valid } }];
}

const approved: Outcome = { status: 'APPROVED' };
const canceled = (reason: RejectionReason): Outcome => ({ status: 'CANCELED', reason });

describe('an order', () => {
  const table: [string, CheckAnswer | Ruling | Unanswered, LimitAnswer, Outcome][] = [
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
    it(sentence, () => assert.deepEqual(decide(checked(user, value)), outcome));
  }

  describe('with one more check', () => {
    // The reason of a check comes with its result: any one may stand for the reason of a third check.
    const other = (answer: CheckResult['answer']): CheckResult => ({ rejection: 'ABANDONED', answer });
    const more: [string, CheckResult['answer'], CheckResult['answer'], LimitAnswer, Outcome][] = [
      ['is approved when all of them are answered or approved', valid, { ruling: 'approve' }, fits, approved],
      ['is canceled for the reason of the check that said "no"', valid, rejected, fits, canceled('ABANDONED')],
      ['names the first of two that said "no"', rejected, rejected, fits, canceled('USER_INVALID')],
      ['names a "no" of any check before that of the limit', valid, rejected, tooMuch, canceled('ABANDONED')],
      ['is not approved while one is unanswered, although the other one was approved', { ruling: 'approve' }, unanswered, fits, canceled('CHECK_UNAVAILABLE')],
      ['names the rejection of one before the missing answer of the other', unanswered, { ruling: 'reject' }, fits, canceled('REJECTED_BY_OPERATOR')],
      ['names the "no" of one before the rejection of the other', { ruling: 'reject' }, rejected, fits, canceled('ABANDONED')],
    ];
    for (const [sentence, user, third, { fits: doesFit }, outcome] of more) {
      const limitResult: CheckResult = { rejection: 'LIMIT_EXCEEDED', answer: { valid: doesFit } };
      it(sentence, () => assert.deepEqual(decide([{ rejection: 'USER_INVALID', answer: user }, other(third), limitResult]), outcome));
    }
  });
});
