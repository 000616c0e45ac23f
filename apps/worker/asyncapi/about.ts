import type { EventType } from '../../../adapters/event-data';
import { CHECKS, type CheckEvent } from '../../../domain/checks';

const ABOUT_CHECKS = Object.fromEntries(
  Object.values(CHECKS).flatMap(({ passed, passedText, failed, failedText }) => [[passed, passedText], [failed, failedText]]),
) as Readonly<Record<CheckEvent, string>>;

/** What each event says, in a sentence. */
export const ABOUT: Readonly<Record<EventType, string>> = {
  'order.received': 'An order was accepted.',
  ...ABOUT_CHECKS,
  'limit.reserved': 'The value fits, and is reserved.',
  'limit.refused': 'The value does not fit.',
  'check.unavailable': 'A check could not be answered, after this many tries.',
  'order.held': 'The order waits for an answer or an operator.',
  'order.resumed': 'The order waits no longer.',
  'compensation.started': 'What was done for a canceled order is taken back.',
  'limit.released': 'What a canceled order had reserved is free again.',
  'order.approved': 'The order has ended well.',
  'order.canceled': 'The order has ended otherwise.',
};
