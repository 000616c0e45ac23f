import assert from 'node:assert/strict';
import type { ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain } from '../../runtime/http-server';
import { createTestApi } from '../api.fixture';
import { ask } from './raw-connection.fixture';
import { FORM, posting } from './raw-request.fixture';
import { serve } from './serve';

/** The API on ports in memory, behind a port of its own. */
export async function serveTestApi(options: ServerOptions = {}) {
  const api = createTestApi();
  const server = await serve(api.app, { host: '127.0.0.1', port: 0, ...options });
  const { port } = server.address() as AddressInfo;
  /** Ends the server; nothing that came before may have harmed it. */
  const stop = async () => {
    assert.equal((await ask(port, posting('application/x-www-form-urlencoded', FORM))).status, 201);
    await drain(server, 0);
  };
  return { ...api, server, port, stop };
}

/** Serves the API to the tests beside this call; it is there as soon as the first of them runs. */
export function servedApi(options: ServerOptions = {}): Awaited<ReturnType<typeof serveTestApi>> {
  const served = {} as Awaited<ReturnType<typeof serveTestApi>>;
  before(async () => void Object.assign(served, await serveTestApi(options)));
  after(() => served.stop());
  return served;
}
