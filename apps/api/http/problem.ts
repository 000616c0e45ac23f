import { z } from 'zod';
import { PROBLEMS, type ProblemCode, type Reply } from './replies';

interface FieldError {
  readonly field: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The reason why a request cannot be served, in words that are fit for the client. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    { detail = PROBLEMS[code].title, errors, headers = {}, cause }: ProblemOptions = {},
  ) {
    super(detail, { cause });
    this.errors = errors;
    this.headers = headers;
  }
}

/** The problem of a request in which these fields are wrong. */
export function fieldsInvalid(errors: readonly FieldError[]): Problem {
  const detail = errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new Problem('FIELDS_INVALID', { detail, errors });
}

/** The problem as RFC 9457 wants it, with `code` for programs and `error` for clients of the old API. */
export function problemReply({ code, message, errors, headers }: Problem, requestId: string): Reply {
  const { status, title } = PROBLEMS[code];
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: {
      type: `urn:problem:${code.toLowerCase().replaceAll('_', '-')}`,
      title,
      status,
      detail: message,
      instance: `urn:uuid:${requestId}`,
      code,
      error: message,
      ...(errors && { errors }),
    },
  };
}

/** The body of every problem, for the OpenAPI document. */
export const problem = z
  .strictObject({
    type: z.string().meta({ examples: ['urn:problem:payment-method-invalid'] }),
    title: z.string().meta({ examples: ['The method passed is invalid.'] }),
    status: z.int32(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Identifies this failure. Quote it when you ask for help. It is also in the header `X-Request-Id`.' }),
    code: z.enum(Object.keys(PROBLEMS) as ProblemCode[]).meta({ description: 'The kind of problem. Codes are stable, and new ones may be added.' }),
    error: z.string().meta({ description: 'The same as `detail`.' }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'Only with `FIELDS_INVALID`: what is wrong with each field.' }),
  })
  .meta({ id: 'Problem' });
