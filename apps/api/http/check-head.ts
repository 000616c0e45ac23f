import type { Request, RequestHandler } from 'express';
import { Problem } from './problem';

/** Refuses a head that the parser lets through though it leaves open what is asked of whom, and where its body ends (RFC 9112, 3.2 and 6.1). */
export const checkHead: RequestHandler = (request, _response, next) => {
  const detail = flawOf(request);
  if (detail !== undefined) throw new Problem('REQUEST_UNREADABLE', { detail, headers: { Connection: 'close' } });
  if ((request.headers.expect ?? '100-continue').toLowerCase() !== '100-continue') throw new Problem('EXPECTATION_FAILED');
  next();
};

function flawOf({ httpVersion, headers, headersDistinct }: Request): string | undefined {
  const isOld = httpVersion === '1.0';
  const hosts = headersDistinct['host']?.length ?? 0;
  const coding = headers['transfer-encoding'];
  if (!isOld && httpVersion !== '1.1') return 'The version of HTTP must be 1.1 or 1.0.';
  if (hosts > 1 || (hosts === 0 && !isOld)) return 'The request must have one Host header.';
  if (coding !== undefined && (isOld || coding.toLowerCase() !== 'chunked')) return 'The only transfer coding is chunked, of HTTP/1.1.';
  return undefined;
}
