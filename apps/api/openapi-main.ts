import { createOpenApiDocument } from './openapi/document';

process.stdout.write(`${JSON.stringify(createOpenApiDocument(), null, 2)}\n`);
