import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { type PostgresOptions, postgresUrl } from '../../adapters/postgres/connection';
import type { MigrateOptions } from '../../adapters/postgres/migrate';
import { migrationLogin, postgresLogin } from '../../apps/runtime/compose';
import type { Config } from '../../config/config';

/** An empty schema of the configured database, for one run of a suite alone. */
export interface OwnSchema {
  /** The address, with the password, of a session that works in the schema as our processes do. */
  readonly url: string;
  /** How to migrate it, as its owner. */
  readonly owner: Pick<MigrateOptions, 'url' | 'grantTo'>;
  /** Asks it as its owner. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Asks it as our processes do: only their own role sees what their sessions wait for, and may end them. */
  queryAsProcess(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export async function createOwnSchema(config: Config): Promise<OwnSchema> {
  const name = `contract_${randomUUID().replaceAll('-', '')}`;
  const { grantTo, ...login } = migrationLogin(config);
  const owner = { url: inSchema(login, name), ...(grantTo !== undefined && { grantTo }) };
  const url = inSchema(postgresLogin(config), name);
  const [client, process] = await Promise.all([connected(owner.url), connected(url)]);
  await client.query(`CREATE SCHEMA ${name}`);
  return {
    url,
    owner,
    query: async (text, values = []) => (await client.query<Record<string, unknown>>(text, values)).rows,
    queryAsProcess: async (text, values = []) => (await process.query<Record<string, unknown>>(text, values)).rows,
    drop: async () => {
      await client.query(`DROP SCHEMA ${name} CASCADE`);
      await Promise.all([client.end(), process.end()]);
    },
  };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // When it dies, its next query says so.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function inSchema(login: Pick<PostgresOptions, 'url' | 'password'>, name: string): string {
  const url = new URL(postgresUrl(login));
  url.searchParams.set('options', `-c search_path=${name}`);
  return url.href;
}
