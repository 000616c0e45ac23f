import { escapeIdentifier, type Client } from 'pg';

/** What our processes do with each table. Anything else is refused: other tables, emptying one, and how any of them is made. */
const RIGHTS = {
  orders: 'SELECT, INSERT, UPDATE, DELETE',
  stuck_orders: 'SELECT, INSERT, UPDATE, DELETE',
  user_answers: 'SELECT, INSERT, UPDATE',
  'ledger.limits': 'SELECT, INSERT, UPDATE',
  'ledger.limit_reservations': 'SELECT, INSERT, UPDATE, DELETE',
} as const;

/** Gives the role exactly these rights in the schema the client works in and in the ledger, in one transaction. Repeating it changes nothing. */
export async function grantRights(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
  const schemas = [...rows.map(({ schema }) => escapeIdentifier(schema)), 'ledger'].join(', ');
  const to = escapeIdentifier(role);
  const grants = Object.entries(RIGHTS).map(([table, rights]) => `GRANT ${rights} ON ${table} TO ${to};`);
  // Several statements in one query are one transaction. Postgres refuses two that change the rights to a table at once.
  await client.query(`
    SELECT pg_advisory_xact_lock(hashtext('grant rights'));
    GRANT USAGE ON SCHEMA ${schemas} TO ${to};
    REVOKE ALL ON ALL TABLES IN SCHEMA ${schemas} FROM ${to};
    ${grants.join('\n')}`);
}
