import type { Config } from '../config/config';

/** How to reach the Temporal server, in the form that the client's and the worker's connections both take. */
export function temporalConnection(config: Config) {
  return {
    address: config.TEMPORAL_ADDRESS,
    ...(config.TEMPORAL_TLS && { tls: true }),
    ...(config.TEMPORAL_API_KEY !== undefined && { apiKey: config.TEMPORAL_API_KEY }),
  };
}
