import { z } from 'zod';
import type { Place } from '../ports';

/** The version; then, as base64url, 6 bytes of milliseconds, 2 of the microseconds beyond them, and the 16 of the id. */
const FORM = /^1[A-Za-z0-9_-]{32}$/;
const MESSAGE = 'must be the next_cursor of an earlier page, given once';

/** The place as text for a URL, opaque to clients. */
export function cursorOf({ acceptedAtUs, id }: Place): string {
  const bytes = Buffer.alloc(24);
  const milliseconds = Math.floor(acceptedAtUs / 1_000);
  bytes.writeIntBE(milliseconds, 0, 6);
  bytes.writeUInt16BE(acceptedAtUs - milliseconds * 1_000, 6);
  bytes.write(id.replaceAll('-', ''), 8, 'hex');
  return `1${bytes.toString('base64url')}`;
}

/** The place that a cursor stands for. Every text of the form is a cursor: what the document says is all there is to check. */
export const cursor = z.string(MESSAGE).regex(FORM, MESSAGE).transform(placeOf);

function placeOf(text: string): Place {
  const bytes = Buffer.from(text.slice(1), 'base64url');
  const id = bytes.toString('hex', 8).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { acceptedAtUs: bytes.readIntBE(0, 6) * 1_000 + bytes.readUInt16BE(6), id };
}
