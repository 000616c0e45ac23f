import { applicationRole, localPasswords } from '../environment';
import { askPostgres } from './ask-postgres';

/** As `postgres/application-role.sql` does it elsewhere. Once, so that a start costs nothing and leaves what a user has changed. */
const UNLESS_IT_IS_THERE = `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${applicationRole}') THEN
      CREATE ROLE ${applicationRole} LOGIN PASSWORD '${localPasswords.application}';
      REVOKE CREATE, TEMPORARY ON DATABASE orders FROM PUBLIC;
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
  END $$`;

/** Makes the role that our processes work with, which owns nothing, if it is not there: data may be older than it. Its rights come with the migrations. */
export async function ensureApplicationRole(port: number): Promise<void> {
  await askPostgres({ port, user: 'postgres', password: localPasswords.superuser, database: 'orders' }, UNLESS_IT_IS_THERE);
}
