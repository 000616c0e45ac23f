import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { ProblemCode } from './replies';

/** The groups that the OpenAPI document sorts its operations into. */
export const TAGS = {
  Orders: 'Placing orders and looking at them.',
  Holds: 'Orders that wait, for operators.',
  Limits: 'How much users may order, for operators.',
  Service: 'For the people who run the service.',
} as const;

/**
 * What the OpenAPI document says about a route. The schemas of path, query and body also check the requests. The problems that follow
 * from the rest of the route (from its access, toggle, path, query and body) are added to the document, and are not listed here.
 */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  readonly tag: keyof typeof TAGS;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly path?: Path;
  /** The problem when the path does not match its schema. */
  readonly pathProblem?: ProblemCode;
  readonly query?: Query;
  /** The headers, as they are sent. The handler reads and checks them itself. */
  readonly headers?: z.ZodObject;
  readonly body?: RequestBody<Body>;
  /** The answers when all goes well, by status. */
  readonly answers: ZodOpenApiResponsesObject;
  /** The other ways in which this operation can fail. */
  readonly problems?: readonly ProblemCode[];
}

/** A body that may be sent as JSON and as both kinds of forms. */
interface RequestBody<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** The schema of a form, whose fields are all text. Used only for the OpenAPI document. */
  readonly inForm?: z.ZodType;
  /** The fields whose JSON numbers are read as the text they were written in. */
  readonly asText?: readonly string[];
  readonly description?: string;
}

/** An answer with a JSON body. */
export function json(description: string, schema: z.ZodType): ZodOpenApiResponseObject {
  return { description, content: { 'application/json': { schema } } };
}

/** An answer that is text of this type. */
export function text(description: string, type: string): ZodOpenApiResponseObject {
  return { description, content: { [type]: { schema: z.string() } } };
}
