import { Client, type ClientConfig } from 'pg';

/** Runs one text of SQL in a session of its own on this machine; throws when nobody answers, or it is refused. */
export async function askPostgres(login: Required<Pick<ClientConfig, 'port' | 'user' | 'password' | 'database'>>, text: string): Promise<void> {
  const client = new Client({ ...login, host: '127.0.0.1', connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}
