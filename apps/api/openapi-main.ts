import { createOpenApiDocument } from './http/openapi-document';
import { ROUTES } from './routes';

process.stdout.write(`${JSON.stringify(createOpenApiDocument(ROUTES, { withKeys: true }), null, 2)}\n`);
