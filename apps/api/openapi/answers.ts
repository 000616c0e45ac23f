import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { PROBLEMS, type ProblemCode } from '../http/replies';
import { problem } from '../http/problem';

const retryAfter = z.object({
  'Retry-After': z.string().meta({ description: 'After how many seconds to repeat the request.', examples: ['2'] }),
});

const TO_BE_REPEATED: readonly ProblemCode[] = ['UNAVAILABLE', 'RATE_LIMITED', 'TOO_MANY_ORDERS'];

/** What any request may be answered, wherever it is sent. */
const ANYWHERE: readonly ProblemCode[] = [
  ...(['PATH_UNREADABLE', 'ROUTE_NOT_FOUND', 'HTTP_METHOD_NOT_ALLOWED', 'INTERNAL'] as const),
  ...(['REQUEST_UNREADABLE', 'REQUEST_TIMEOUT', 'EXPECTATION_FAILED', 'HEADERS_TOO_LARGE'] as const),
];

const anywhere = {
  '4XX': { description: 'An unknown route, a wrong method or a broken path; a request that cannot be read or comes too slowly; see `code`.', content: only(ANYWHERE.filter((code) => code !== 'INTERNAL')) },
  '5XX': { description: 'Something went wrong on our side.', content: only(['INTERNAL']) },
};

/** An answer with a JSON body. */
export function json(description: string, schema: z.ZodType): ZodOpenApiResponseObject {
  return { description, content: { 'application/json': { schema } } };
}

/** An answer that is text of this type. */
export function text(description: string, type: string): ZodOpenApiResponseObject {
  return { description, content: { [type]: { schema: z.string() } } };
}

/** The ways an operation can fail, by status. */
export function problems(...codes: ProblemCode[]): ZodOpenApiResponsesObject {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  const byStatus = statuses.map((status) => {
    const hasStatus = (code: ProblemCode) => PROBLEMS[code].status === status;
    const sharing = codes.filter(hasStatus);
    const description = sharing.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n');
    // Nobody knows when what is switched off is on again.
    const toBeRepeated = sharing.filter((code) => TO_BE_REPEATED.includes(code)).length;
    const headers = toBeRepeated > 0 ? { headers: sharing.length === toBeRepeated ? retryAfter : retryAfter.partial() } : {};
    return [`${status}`, { description, content: only([...sharing, ...ANYWHERE.filter(hasStatus)]), ...headers }] as const;
  });
  return { ...Object.fromEntries(byStatus), ...anywhere };
}

/** A problem with one of these codes. */
function only(codes: readonly ProblemCode[]) {
  return { 'application/problem+json': { schema: problem.and(z.looseObject({ code: z.enum(codes) })) } };
}
