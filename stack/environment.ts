import path from 'node:path';
import type { Variables } from './outside';
import { SERVICE_NAMES, SERVICES } from './services';
import { repositoryFolder, type Slot } from './slot';

/** Passwords of servers that listen on the loopback address only; `s3` is the secret of the access key `local`. */
export const localPasswords = { superuser: 'postgres-local', orders: 'orders-local', application: 'application-local', events: 'events-local', s3: 's3-local' } as const;

/** The role that our processes work with in the database `orders`; the role `orders` owns it. */
export const applicationRole = 'orders_application';

/** Where the parts that people may replace by some of their own are; in slot 0 only, as other slots must stay apart. */
const replaceable = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'MONGO_URL', 'KAFKA_BROKERS', ...SERVICE_NAMES.map((name) => SERVICES[name].addressSetting), 'SPOOL_FOLDER'];
const services = SERVICE_NAMES.map((name) => SERVICES[name].addressSetting.replace(/_URL$/, ''));
const aboutConnections = new RegExp(`^(TEMPORAL|POSTGRES|MONGO|KAFKA|SPOOL|${services.join('|')})_`);
/** gRPC sends even calls to this machine through a proxy named in one of these. */
const proxies = ['grpc_proxy', 'https_proxy', 'http_proxy'];
const fromThePackageManager = /^(npm_|NODE_OPTIONS$)/;

/**
 * The variables that tell a process where this slot's parts are, with what the user has set elsewhere.
 * `HOST` is never taken from outside: some shells export the machine's name or platform under it.
 */
export function environment(slot: Slot, outside: Variables = {}): Record<string, string> {
  const own = addresses(slot);
  own['TEST_ROUTES'] = outside['TEST_ROUTES'] || 'true';
  if (outside['LOG_LEVEL']) own['LOG_LEVEL'] = outside['LOG_LEVEL'];
  if (proxies.some((name) => outside[name])) own['no_proxy'] = [outside['no_proxy'], '127.0.0.1'].filter(Boolean).join(',');
  if (slot.number !== 0) return own;
  // Our processes do not run in the repository's folder, where people mean it to be.
  own['TOGGLES_FILE'] = path.resolve(repositoryFolder, outside['TOGGLES_FILE'] || 'config/toggles.json');
  for (const name of replaceable) own[name] = outside[name] || own[name]!;
  if (outside['POSTGRES_URL']) {
    own['POSTGRES_URL'] = outside['POSTGRES_URL'];
    own['POSTGRES_PASSWORD'] = outside['POSTGRES_PASSWORD'] ?? '';
    own['POSTGRES_MIGRATION_URL'] = outside['POSTGRES_MIGRATION_URL'] ?? '';
    own['POSTGRES_MIGRATION_PASSWORD'] = outside['POSTGRES_MIGRATION_PASSWORD'] ?? '';
  }
  return own;
}

/** What our processes get of the user's variables beyond `environment`: in slots other than 0 nothing about connections. */
export function inheritable(slot: Slot, outside: Variables): Variables {
  const keep = (name: string) => !fromThePackageManager.test(name) && (slot.number === 0 || !aboutConnections.test(name));
  return Object.fromEntries(Object.entries(outside).filter(([name]) => keep(name)));
}

function addresses({ ports, dataFolder }: Slot): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    API_PORT: String(ports.api),
    WORKER_HEALTH_PORT: String(ports.workerHealth),
    // Nobody balances load here.
    SHUTDOWN_DELAY_MS: '100',
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    POSTGRES_URL: `postgres://${applicationRole}@127.0.0.1:${ports.postgres}/orders`,
    POSTGRES_PASSWORD: localPasswords.application,
    POSTGRES_MIGRATION_URL: `postgres://orders@127.0.0.1:${ports.postgres}/orders`,
    POSTGRES_MIGRATION_PASSWORD: localPasswords.orders,
    MONGO_URL: `mongodb://127.0.0.1:${ports.mongo}/`,
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    ...Object.fromEntries(SERVICE_NAMES.flatMap((name) => {
      const { portSetting, addressSetting } = SERVICES[name];
      return [[portSetting, String(ports[name])], [addressSetting, `http://127.0.0.1:${ports[name]}`]];
    })),
    SPOOL_FOLDER: path.join(dataFolder, 'spool'),
    TOGGLES_FILE: path.join(dataFolder, 'toggles.json'),
  };
}
