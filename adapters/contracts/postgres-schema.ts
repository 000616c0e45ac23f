import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Config } from '../../config/config';
import { postgresUrl } from '../postgres';

/** An empty schema of the configured database, for one run of a suite alone. */
export interface OwnSchema {
  /** The address, with the password, of a session that works in the schema. */
  readonly url: string;
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

export async function createOwnSchema(config: Config): Promise<OwnSchema> {
  const name = `contract_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(postgresUrl({ url: config.POSTGRES_URL, password: config.POSTGRES_PASSWORD }));
  url.searchParams.set('options', `-c search_path=${name}`);
  const client = new Client({ connectionString: url.href });
  // When it dies, its next query says so.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`CREATE SCHEMA ${name}`);
  return {
    url: url.href,
    query: async (text, values = []) => (await client.query<Record<string, unknown>>(text, values)).rows,
    drop: async () => {
      await client.query(`DROP SCHEMA ${name} CASCADE`);
      await client.end();
    },
  };
}
