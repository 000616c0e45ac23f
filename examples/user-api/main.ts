import { drain, listen } from '../../apps/runtime/http-server';
import { runProcess } from '../../apps/runtime/run-process';
import { createUserApi } from './app';

void runProcess('user-api', async ({ config, logger, resources }) => {
  const app = createUserApi({ testRoutes: config.TEST_ROUTES });
  const server = await listen(app, { host: config.HOST, port: config.USER_API_PORT });
  // A request that hangs on purpose need not be waited for.
  resources.push('http', () => drain(server, 0));
  logger.info(`listening on ${config.HOST}:${config.USER_API_PORT}`);
});
