import { ORDER } from '../api.fixture';

export const URLENCODED = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data; boundary=x';

/** A part of a body of the type {@link MULTIPART}. */
export function part(name: string, value: string, ...headers: string[]): string {
  return ['--x', `Content-Disposition: form-data; name="${name}"`, ...headers, '', `${value}\r\n`].join('\r\n');
}

/** The order that all these are. */
export const MEMBERS = JSON.stringify(ORDER).slice(1, -1);
export const JSON_BODY = JSON.stringify(ORDER);
export const FORM = new URLSearchParams(ORDER).toString();
export const PARTS = Object.entries(ORDER).map(([name, value]) => part(name, value)).join('');
export const END = '--x--\r\n';

/** These fields in the three forms that the API takes, as bytes on the wire. */
export function inAllForms(fields: Readonly<Record<string, string>>): Buffer[] {
  const parts = Object.entries(fields).map(([name, value]) => part(name, value));
  return [
    posting('application/json', JSON.stringify(fields)),
    posting(URLENCODED, new URLSearchParams(fields).toString()),
    posting(MULTIPART, parts.join('') + END),
  ];
}

/** The head of an order, as it is written. */
export function head(...headers: string[]): string {
  return ['POST /api/orders HTTP/1.1', 'Host: x', ...headers, '\r\n'].join('\r\n');
}

/** An order whose body is of this type, with the length it has. */
export function posting(type: string, body: string | Uint8Array, ...headers: string[]): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(head(`Content-Type: ${type}`, `Content-Length: ${bytes.length}`, ...headers)), bytes]);
}

/** A request without a body. */
export function asking(method: string, target: string, ...headers: string[]): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: x', ...headers, '\r\n'].join('\r\n');
}
