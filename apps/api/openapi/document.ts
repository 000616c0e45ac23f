import { createDocument } from 'zod-openapi';
import { holdPaths } from './hold-paths';
import { limitPaths } from './limit-paths';
import { orderPaths } from './order-paths';
import { servicePaths } from './service-paths';

/** The OpenAPI 3.1 document of the API, made from the schemas that check its requests. */
export function createOpenApiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Durable orders',
      version: '1.0.0',
      description: 'Places orders and tells what became of them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document was loaded from' }],
    // Nobody has to say who they are, so far.
    security: [],
    tags: [
      { name: 'Orders', description: 'Placing orders and looking at them.' },
      { name: 'Holds', description: 'Orders that wait, for operators.' },
      { name: 'Limits', description: 'How much users may order for, for operators.' },
      { name: 'Service', description: 'For those who run it.' },
    ],
    paths: { ...orderPaths, ...holdPaths, ...limitPaths, ...servicePaths },
  });
}
