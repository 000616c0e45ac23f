interface Service {
  /** Where it listens in slot 0. */
  readonly port: number;
  /** The setting of that port, for the stand-in itself. */
  readonly portSetting: string;
  /** The setting of its address, for the worker. */
  readonly addressSetting: string;
  /** The stand-in's folder below `dist/`, with a `main.js`. */
  readonly program: string;
  /** Answers 200 once it works. */
  readonly readyPath: string;
}

/**
 * THE SERVICES that the worker asks over HTTP, by name. From this table follow their ports, the names of their settings, their parts of
 * the stack, the proxies of the fault tests, and what a test demands of `docker-compose.yml`.
 */
export const SERVICES = {
  'user-api': { port: 8001, portSetting: 'USER_API_PORT', addressSetting: 'USER_API_URL', program: 'examples/user-api', readyPath: '/health' },
} as const satisfies Readonly<Record<string, Service>>;

export type ServiceName = keyof typeof SERVICES;

export const SERVICE_NAMES = Object.keys(SERVICES) as ServiceName[];

/** The same for every service, by its name. */
export function forEachService<T>(map: (name: ServiceName, service: Service) => T): Readonly<Record<ServiceName, T>> {
  return Object.fromEntries(SERVICE_NAMES.map((name) => [name, map(name, SERVICES[name])])) as Record<ServiceName, T>;
}
