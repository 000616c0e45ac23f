import { type Toggle, TOGGLES } from '../../ports/toggles';

/** A file in flagd's format with all toggles, of which these are off. */
export function flagdText(off: readonly Toggle[]): string {
  const flags = TOGGLES.map((toggle) => [toggle, flag(off.includes(toggle) ? 'off' : 'on')]);
  return JSON.stringify({ flags: Object.fromEntries(flags) as unknown });
}

function flag(defaultVariant: 'on' | 'off') {
  return { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant };
}
