import { Router } from 'express';
import { generateHTML, serveFiles } from 'swagger-ui-express';

const options = { swaggerUrl: '/openapi.json', swaggerOptions: { validatorUrl: null } };

/** The page that shows `/openapi.json`. Its scripts are files, so that it works under our content security policy. */
export const SWAGGER_PAGE = generateHTML(undefined, options);

/** The page's files; mounted at `/swagger`, which itself leads to the page. */
export function swaggerFiles(): Router {
  return Router()
    .get('/', (_request, response) => response.redirect('/swagger/index.html'))
    // Without this the files' own middleware answers it, in its own words, wherever it seems to be.
    .use(({ url }, _response, next) => (url.endsWith('/package.json') ? next('router') : next()))
    .use(serveFiles(undefined, options));
}
