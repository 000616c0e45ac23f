import { Problem } from '../http/problem';

/** Reads x-www-form-urlencoded text, strictly: broken percent-encoding is an error. */
export function readForm(text: string): [name: string, value: string][] {
  const pairs = text.split('&').filter((pair) => pair !== '');
  try {
    return pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    });
  } catch (cause) {
    throw new Problem('BODY_UNREADABLE', { detail: 'The percent-encoding of the body is broken.', cause });
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
