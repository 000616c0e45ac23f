/**
 * Text from outside, for a terminal. Invisible characters (line ends, controls, marks that change the direction of
 * writing) are shown by their numbers, and a backslash as two, so that different texts stay different.
 */
export function escaped(text: string): string {
  return text.replace(/[\\\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\\') return '\\\\';
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
  });
}

/** Bytes for a terminal: as text when they are UTF-8, otherwise in base64. */
export function escapedBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? escaped(text) : `base64 ${bytes.toString('base64')}`;
}
