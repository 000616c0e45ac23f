#!/bin/sh
# Makes the databases that the Temporal server needs, or brings them up to this version. Can be repeated.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD; comes with temporalio/admin-tools.
set -eu

bring_up_to_date() {
  database=$1
  schema=$2
  echo "$database: $schema"
  temporal-sql-tool --database "$database" create-database
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-name "$schema"
}

bring_up_to_date temporal postgresql/v12/temporal
bring_up_to_date temporal_visibility postgresql/v12/visibility
