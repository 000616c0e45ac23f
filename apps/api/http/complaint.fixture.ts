import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { ROUTES } from '../routes';
import { createOpenApiDocument } from './openapi-document';

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

interface Described {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly responses: Readonly<Record<string, Described>>;
}

/** Says what is wrong with an answer by an OpenAPI document; `undefined` when it is just what that promises. */
type Complain = (method: string, url: string, answer: Answer) => string | undefined;

/** By the document of an API without keys. */
export const complaint = complaintBy(createOpenApiDocument(ROUTES));
/** By the document of an API with keys. */
export const complaintWithKeys = complaintBy(createOpenApiDocument(ROUTES, { withKeys: true }));

function complaintBy(described: object): Complain {
  const document = JSON.parse(JSON.stringify(described)) as { paths: Record<string, Record<string, Operation>> };
  const paths = Object.keys(document.paths).map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i') }));
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }).addSchema(document, 'openapi'));

  return (method, url, answer) => {
    const [pathOnly = ''] = url.replace(/^http:\/\/[^/]*/, '').split('?');
    const found = paths.find(({ pattern }) => pattern.test(pathOnly));
    // The files of the page are the affair of the package they come from.
    if (!found && /^\/swagger\//.test(`${pathOnly}/`) && answer.status < 400) return undefined;
    const name = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = found && document.paths[found.path]?.[name];
    // What names no operation is answered in the way that any operation may be.
    const at = operation ? ['paths', found.path, name] : ['paths', '/health', 'get'];
    const { responses } = operation ?? { responses: rangesOf(document.paths['/health']?.['get']) };
    const key = [`${answer.status}`, `${answer.status}`.replace(/..$/, 'XX')].find((status) => Object.hasOwn(responses, status));
    if (!key) return 'an undocumented status';
    const checked: Checked = { ajv, pointer: [...at, 'responses', key], answer };
    return headersWrong(responses[key]?.headers, checked) ?? bodyWrong(responses[key]?.content, method, checked);
  };
}

interface Checked {
  readonly ajv: Ajv2020;
  readonly pointer: readonly string[];
  readonly answer: Answer;
}

function rangesOf(operation?: Operation): Operation['responses'] {
  return Object.fromEntries(Object.entries(operation?.responses ?? {}).filter(([status]) => status.endsWith('XX')));
}

function headersWrong(described: Described['headers'] = {}, { ajv, pointer, answer: { headers } }: Checked): string | undefined {
  for (const [name, { required = false }] of Object.entries(described)) {
    const value = headers[name.toLowerCase()];
    const wrong = value === undefined ? required && 'is missing' : schemaWrong(ajv, [...pointer, 'headers', name, 'schema'], value);
    if (wrong) return `header ${name} ${wrong}`;
  }
  return undefined;
}

function bodyWrong(described: Described['content'], method: string, { ajv, pointer, answer: { headers, body } }: Checked): string | undefined {
  if (!described) return body === '' ? undefined : 'a body where none is documented';
  const type = String(headers['content-type']).split(';')[0] ?? '';
  if (!Object.hasOwn(described, type)) return `an undocumented content type, ${type}`;
  if (method === 'HEAD') return undefined;
  const wrong = schemaWrong(ajv, [...pointer, 'content', type, 'schema'], /json$/.test(type) ? JSON.parse(body) : body);
  return wrong && `body ${wrong}: ${body}`;
}

function schemaWrong(ajv: Ajv2020, pointer: readonly string[], value: unknown): string | undefined {
  const reference = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.getSchema(`openapi#/${reference}`) ?? raise(`no schema at ${reference}`);
  return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: '' });
}

function raise(message: string): never {
  throw new Error(message);
}
