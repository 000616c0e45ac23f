-- Makes the role that API and worker work with, or gives it another password. It owns nothing, and its rights come with the
-- migrations. For psql, as a superuser, or as an owner of the database who may create roles:
--   ROLE_NAME=orders_application ROLE_PASSWORD=… psql "$POSTGRES_MIGRATION_URL" --file postgres/application-role.sql
\set ON_ERROR_STOP on
\getenv role ROLE_NAME
\getenv password ROLE_PASSWORD
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" PASSWORD :'password';
SELECT format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()) \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
