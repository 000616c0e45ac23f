import express, { type Express } from 'express';
import helmet from 'helmet';
import { authentication } from './auth/authenticate';
import { handleErrors } from './http/answer';
import type { ApiDeps } from './http/deps';
import { measureRequests } from './http/metrics';
import { Problem } from './http/problem';
import { checkHead, nameRequest } from './http/request';
import { mount } from './http/route';
import { ROUTES } from './routes';
import { swaggerFiles } from './service/api-description';

/** The HTTP API on any implementation of its ports. It connects to nothing and listens to nothing. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('etag').set('trust proxy', deps.proxies);
  app.use(nameRequest, measureRequests(deps.metrics));
  // The page is served over plain HTTP too: a browser told to upgrade would ask for its scripts over TLS.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.use(checkHead);
  mount(app, ROUTES, deps, authentication(deps));
  app.use('/swagger', swaggerFiles());
  app.use(() => {
    throw new Problem('ROUTE_NOT_FOUND');
  });
  app.use(handleErrors(deps.logger));
  return app;
}
