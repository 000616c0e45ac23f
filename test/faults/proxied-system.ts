import { localPasswords } from '../../stack';
import { addressesOf, proxiesFor, type Dependency } from './proxies';
import type { Proxy } from './proxy/proxy';
import { theSystem, type System } from './system';

/** The system with a proxy between its api and worker and everything they depend on. The test itself goes past the proxies. */
export interface ProxiedSystem extends System {
  readonly proxies: Readonly<Record<Dependency, Proxy>>;
}

/**
 * That system for the tests of one `describe`, which it must be called in. Its hooks start it with these settings, let everything
 * run and pass after each test, and leave the stack as it was.
 */
export function behindProxies(settings: Readonly<Record<string, string>> = {}): ProxiedSystem {
  const { config, stack } = theSystem(settings);
  const proxies = proxiesFor(stack.slot);
  const system = theSystem(settings, addressesOf(proxies, config));
  const all = Object.values(proxies);

  before(async () => {
    await Promise.all(all.map((proxy) => proxy.pass()));
    if (config.SPOOL_S3_ENDPOINT !== undefined) await system.stack.start('s3');
    await system.stack.start();
  });
  afterEach(async () => {
    await Promise.all(all.map((proxy) => proxy.pass()));
    await system.stack.start();
    await system.users('ok');
  });
  after(async () => {
    await system.restore();
    await system.stack.stop('s3');
    await Promise.all(all.map((proxy) => proxy.down()));
  });
  return { ...system, proxies };
}

/** The settings for spooling into a bucket, on the stack's S3 server, which is not started otherwise. */
export function spoolInBucket(): Readonly<Record<string, string>> {
  return {
    SPOOL_S3_BUCKET: 'spool-of-fault-tests',
    SPOOL_S3_ENDPOINT: `http://127.0.0.1:${theSystem().stack.slot.ports.s3}`,
    SPOOL_S3_ACCESS_KEY_ID: 'local',
    SPOOL_S3_SECRET_ACCESS_KEY: localPasswords.s3,
  };
}
