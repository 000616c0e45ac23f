/**
 * What can be switched off while the service runs. Everything is on unless somebody says otherwise. The first three have the names
 * they had in the old system; the others are the fallbacks, one each.
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
