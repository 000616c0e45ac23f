/** An order takes a few hundred bytes; four fields of the longest kind still fit. */
export const MAX_BODY_BYTES = 16 * 1024;
