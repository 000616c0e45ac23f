import assert from 'node:assert/strict';
import type { Router } from 'express';
import { ROLES } from '../../config/api-keys';
import { assertProblem, createTestApi } from './api.fixture';
import { createApp } from './app';
import { createApiWithKeys } from './auth/with-keys.fixture';
import { createOpenApiDocument } from './http/openapi-document';
import { ROUTES } from './routes';

/** The routes that an app has mounted, as `get /api/order/:id`. */
function mountedIn({ router }: { readonly router: Router }): string[] {
  return router.stack.flatMap(({ route }) =>
    (route?.stack ?? []).filter(({ method }) => method).map(({ method }) => `${method} ${route?.path}`),
  );
}

describe('The list of routes', () => {
  it('says of each route who may use it: known roles, each once, or the public', () => {
    for (const { method, path, access } of ROUTES) {
      if (access === 'public') continue;
      assert.ok(access.length > 0, `${method} ${path}: nobody may use it`);
      assert.equal(new Set(access).size, access.length, `${method} ${path}: a role is named twice`);
      for (const role of access) assert.ok(ROLES.includes(role), `${method} ${path}: ${role}`);
    }
  });

  it('has these public routes alone', () => {
    const open = ROUTES.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(open.sort(), ['get /health', 'get /openapi.json', 'get /readiness', 'get /swagger/index.html']);
  });

  it('is guarded, where there are keys: a route answers nobody whom its access does not name', async () => {
    const holders = { client: 'shop', operator: 'ada', reader: 'ron' } as const;
    const { as, client } = createApiWithKeys();
    for (const { method, path, access } of ROUTES) {
      if (access === 'public') continue;
      assertProblem(await client[method](path), 'UNAUTHENTICATED');
      for (const role of ROLES) if (!access.includes(role)) assertProblem(await as(holders[role], method, path), 'FORBIDDEN');
    }
  });

  it('is what is mounted, with the test routes only where they are switched on', () => {
    const names = (routes: typeof ROUTES) => routes.map(({ method, path }) => `${method} ${path}`);
    const { deps } = createTestApi();
    assert.deepEqual(mountedIn(createApp({ ...deps, testRoutes: true })).sort(), names(ROUTES).sort());
    const without = mountedIn(createApp({ ...deps, testRoutes: false }));
    assert.deepEqual(names(ROUTES).filter((name) => !without.includes(name)), ['delete /api/orders/user/test']);
  });

  it('is what the OpenAPI document describes: each operation once, with a name of its own and with parameters for its path', () => {
    const { paths = {} } = createOpenApiDocument(ROUTES, { withKeys: true });
    type Described = { operationId: string; summary: string; parameters?: { in: string; name: string }[] };
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Described>).map(([method, operation]) => ({ method, path, ...operation })),
    );
    assert.equal(described.length, ROUTES.length);
    for (const { method, path, operation } of ROUTES) {
      const [found, ...others] = described.filter(({ operationId }) => operationId === operation.operationId);
      assert.deepEqual([found?.method, others], [method, []], `${method} ${path}`);
      const inPath = found?.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [];
      assert.equal(inPath.reduce((text, name) => text.replace(`{${name}}`, `:${name}`), found?.path ?? ''), path);
      assert.notEqual(found?.summary, '');
    }
  });
});
