/**
 * What can be switched off while the service runs. Everything is on unless an operator switches it off. The first three names are
 * those of the old system; the others are the fallbacks, one each.
 */
export const TOGGLES = [
  'postOrder',
  'getOrderById',
  'getOrdersFromUser',
  'fallbackToSpool',
  'fallbackToWorkflow',
  'fallbackToLastAnswer',
  'fallbackToHold',
] as const;

export type Toggle = (typeof TOGGLES)[number];

/** What operators have switched off. */
export interface Toggles {
  /** Whether this is on now. Never throws and never waits: requests ask it before anything else. */
  isOn(toggle: Toggle): boolean;
}
