import type { Request } from 'express';

const LONGEST_WAIT_S = 10;

/** The parts between commas, which do not count within quotes; a quote that is left open reaches to the end. */
const PREFERENCES = /(?:[^,"]|"(?:[^"\\]|\\(?:.|$))*(?:"|$))+/g;

/**
 * Until when the client prefers to wait for the end of what it asks for (`Prefer: wait=N`, RFC 7240), at most 10 s, on the clock of
 * `performance.now()`; `undefined` when it does not. Of several waits the first one counts, and what makes no sense is passed over.
 */
export function waitUntil({ headersDistinct }: Pick<Request, 'headersDistinct'>): number | undefined {
  const preferences = (headersDistinct['prefer'] ?? []).flatMap((line) => line.match(PREFERENCES) ?? []).map(nameAndValue);
  const seconds = preferences.find(({ name }) => name === 'wait')?.value ?? '';
  if (!/^\d+$/.test(seconds) || Number(seconds) === 0) return undefined;
  return performance.now() + Math.min(Number(seconds), LONGEST_WAIT_S) * 1000;
}

function nameAndValue(preference: string): { name: string; value: string } {
  const [withoutParameters = ''] = preference.split(';', 1);
  const [name = '', ...value] = withoutParameters.split('=');
  return { name: name.trim().toLowerCase(), value: value.join('=').trim() };
}
