import { createDocument } from 'zod-openapi';
import { holdPaths } from './hold-paths';
import { limitPaths } from './limit-paths';
import { orderPaths } from './order-paths';
import { secured, SECURITY } from './secured';
import { servicePaths } from './service-paths';

/** The OpenAPI 3.1 document of the API, made from the schemas that check its requests: with API keys, or open to anyone. */
export function createOpenApiDocument({ withKeys = false } = {}): ReturnType<typeof createDocument> {
  const paths = { ...orderPaths, ...holdPaths, ...limitPaths, ...servicePaths };
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Durable orders',
      version: '1.0.0',
      description: 'Places orders and tells what became of them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document was loaded from' }],
    ...(withKeys ? SECURITY : { security: [] }),
    tags: [
      { name: 'Orders', description: 'Placing orders and looking at them.' },
      { name: 'Holds', description: 'Orders that wait, for operators.' },
      { name: 'Limits', description: 'How much users may order for, for operators.' },
      { name: 'Service', description: 'For those who run it.' },
    ],
    paths: withKeys ? secured(paths) : paths,
  });
}
