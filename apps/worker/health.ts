import express, { type Express } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { unhealthy, type Dependency } from '../dependency';

/** The worker's answers to whoever watches over it: alive, of use, and what it costs. */
export function createHealthServer(dependencies: readonly Dependency[]): Express {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const app = express().disable('x-powered-by').disable('etag');
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readiness', async (_request, response) => {
    const down = await unhealthy(dependencies);
    if (down.length === 0) response.json({ status: 'ok' });
    else response.status(503).json({ status: 'unavailable', down });
  });
  app.get('/metrics', async (_request, response) => void response.type(registry.contentType).send(await registry.metrics()));
  return app;
}
