/**
 * Text from anyone, for a terminal: whatever is not to be seen (line ends, controls, marks that turn the direction of
 * writing) is shown by its number, and a backslash twice, so that different texts stay different.
 */
export function escaped(text: string): string {
  return text.replace(/[\\\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    if (character === '\\') return '\\\\';
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
  });
}

/** Bytes for a terminal: as text where they are UTF-8, and otherwise in base64. */
export function escapedBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? escaped(text) : `base64 ${bytes.toString('base64')}`;
}
