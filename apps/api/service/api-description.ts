import { Router } from 'express';
import { generateHTML, serveFiles } from 'swagger-ui-express';
import { z } from 'zod';
import { createOpenApiDocument } from '../http/openapi-document';
import { json, text } from '../http/operation';
import { html, ok, STATUS } from '../http/replies';
import { defineRoute, type Route } from '../http/route';

const SWAGGER = { swaggerUrl: '/openapi.json', swaggerOptions: { validatorUrl: null } };

/** Makes the route that answers the OpenAPI document of all routes, of which it is one. */
export function openApiOf(routes: () => readonly Route[]): Route {
  return defineRoute({
    method: 'get',
    path: '/openapi.json',
    access: 'public',
    operation: {
      tag: 'Service',
      operationId: 'openApiDocument',
      summary: 'Get this document',
      answers: { [STATUS.ok]: json('The OpenAPI 3.1 document.', z.record(z.string(), z.unknown())) },
    },
    handle: ({ keys }) => {
      const document = createOpenApiDocument(routes(), { withKeys: keys.length > 0 });
      return () => ok(document);
    },
  });
}

/** Answers the page that shows `/openapi.json`. Its scripts are files, so that it works under our content security policy. */
export const swaggerPage = defineRoute({
  method: 'get',
  path: '/swagger/index.html',
  access: 'public',
  operation: {
    tag: 'Service',
    operationId: 'swaggerPage',
    summary: 'Show this document as a page',
    answers: { [STATUS.ok]: text('The page.', 'text/html') },
  },
  handle: () => {
    const page = generateHTML(undefined, SWAGGER);
    return () => html(page);
  },
});

/** The files of the page. They are mounted at `/swagger`, which itself redirects to the page. */
export function swaggerFiles(): Router {
  return Router()
    .get('/', (_request, response) => response.redirect('/swagger/index.html'))
    // Without this line, swagger-ui's own middleware would answer `package.json` in every folder, and not with our problem.
    .use(({ url }, _response, next) => (url.endsWith('/package.json') ? next('router') : next()))
    .use(serveFiles(undefined, SWAGGER));
}
