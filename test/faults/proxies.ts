import type { Config } from '../../config/config';
import { behindProxyPorts, forEachService, SERVICE_NAMES, SERVICES, testPortOf, type Slot } from '../../stack';
import { Proxy, type Address } from './proxy/proxy';

export const DEPENDENCIES = ['temporal', 'postgres', 'mongo', 'kafka', ...SERVICE_NAMES, 's3'] as const;
export type Dependency = (typeof DEPENDENCIES)[number];

/** A proxy in front of every dependency, none of them listening yet. */
export function proxiesFor({ number, ports }: Slot): Readonly<Record<Dependency, Proxy>> {
  const before = (index: number, port: number) => new Proxy(testPortOf(number, index), local(port));
  return {
    temporal: before(10, ports.temporal),
    postgres: before(11, ports.postgres),
    mongo: before(12, ports.mongo),
    s3: before(14, ports.s3),
    ...forEachService((name) => before(30 + SERVICE_NAMES.indexOf(name), ports[name])),
    kafka: new Proxy(behindProxyPorts(number).advertises, local(behindProxyPorts(number).listens)),
  };
}

/** The settings that lead our processes to the proxies instead of the dependencies. */
export function addressesOf(proxies: Readonly<Record<Dependency, Proxy>>, config: Config): Readonly<Record<string, string>> {
  const at = (url: string, { port }: Proxy) => Object.assign(new URL(url), { port: String(port) }).href;
  return {
    TEMPORAL_ADDRESS: `127.0.0.1:${proxies.temporal.port}`,
    POSTGRES_URL: at(config.POSTGRES_URL, proxies.postgres),
    ...(config.POSTGRES_MIGRATION_URL !== undefined && { POSTGRES_MIGRATION_URL: at(config.POSTGRES_MIGRATION_URL, proxies.postgres) }),
    MONGO_URL: at(config.MONGO_URL, proxies.mongo),
    KAFKA_BROKERS: `127.0.0.1:${proxies.kafka.port}`,
    ...Object.fromEntries(SERVICE_NAMES.map((name) => [SERVICES[name].addressSetting, `http://127.0.0.1:${proxies[name].port}`])),
    ...(config.SPOOL_S3_ENDPOINT !== undefined && { SPOOL_S3_ENDPOINT: `http://127.0.0.1:${proxies.s3.port}` }),
  };
}

function local(port: number): Address {
  return { host: '127.0.0.1', port };
}
