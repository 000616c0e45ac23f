import { createOpenApiDocument } from './openapi/document';

process.stdout.write(`${JSON.stringify(createOpenApiDocument({ withKeys: true }), null, 2)}\n`);
