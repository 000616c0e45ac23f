import { Agent, request } from 'node:http';
import { AUTHORIZATION } from './load-key';

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The order API, asked over kept-alive connections by as little code as possible: the load shares the machine. */
export interface HttpApi {
  readonly post: (path: string, body: object) => Promise<Answer>;
  readonly get: (path: string) => Promise<Answer>;
  readonly close: () => void;
}

export function openHttpApi(baseUrl: string): HttpApi {
  const agent = new Agent({ keepAlive: true });

  function ask(method: 'GET' | 'POST', path: string, body = ''): Promise<Answer> {
    const ofBody = body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const headers = { authorization: AUTHORIZATION, ...ofBody };
    return new Promise((resolve, reject) => {
      const asking = request(baseUrl + path, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      asking.on('error', reject).end(body);
    }).then((answer) => parsed(answer as { status: number; body: string }));
  }

  return {
    post: (path, body) => ask('POST', path, JSON.stringify(body)),
    get: (path) => ask('GET', path),
    close: () => agent.destroy(),
  };
}

function parsed({ status, body }: { status: number; body: string }): Answer {
  return { status, body: JSON.parse(body) as unknown };
}
