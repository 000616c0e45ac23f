import type { MigrateOptions } from '../adapters/migrate-postgres';
import type { PostgresOptions } from '../adapters/postgres';
import type { Config } from '../config/config';

/** How the processes log in to Postgres for their work. */
export function postgresLogin(config: Config): Pick<PostgresOptions, 'url' | 'password' | 'timeoutMs'> {
  return { url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD, timeoutMs: config.POSTGRES_TIMEOUT_MS };
}

/**
 * How they log in to migrate: as the tables' owner, who grants them what they need, or as themselves where none is set. Nothing is
 * granted where both are one user, as when only one of the addresses leads through a pooler.
 */
export function migrationLogin(config: Config): MigrateOptions {
  const { POSTGRES_MIGRATION_URL: url, POSTGRES_MIGRATION_PASSWORD: password, POSTGRES_TIMEOUT_MS: timeoutMs } = config;
  if (url === undefined) return postgresLogin(config);
  const grantTo = userOf(config.POSTGRES_URL);
  // Exact rights would take the owner's own from it.
  return { url, password, timeoutMs, ...(grantTo !== '' && grantTo !== userOf(url) && { grantTo }) };
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
