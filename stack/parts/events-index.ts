import { localPasswords } from '../environment';
import { askPostgres } from './postgres-cluster';

/**
 * FerretDB looks for the events of an order with `_jsonb->'order_id' @> '"…"'`, which none of its own indexes serves: each time it
 * would read all events of all orders. A collection's table is made when its first document comes, and its index with it by a
 * trigger; tables that are there already get theirs at once.
 */
const UNLESS_IT_IS_THERE = `
  DO $all$
  DECLARE events_table regclass;
  BEGIN
    IF EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'index_events') THEN RETURN; END IF;

    CREATE FUNCTION index_by_order(events_table regclass) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('CREATE INDEX ON %s USING gin ((_jsonb -> ''order_id'') jsonb_path_ops) WITH (fastupdate = off)', events_table);
    END $$;

    CREATE FUNCTION index_new_events() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM index_by_order(objid) FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table' AND object_identity ~ '\\.events_[0-9a-f]{8}$';
    END $$;

    FOR events_table IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relname ~ '^events_[0-9a-f]{8}$' LOOP
      PERFORM index_by_order(events_table);
    END LOOP;

    CREATE EVENT TRIGGER index_events ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION index_new_events();
  END $all$`;

/** Sees to it that the events of one order are found by an index, whenever the log's table was made or will be. */
export async function ensureEventsIndex(port: number): Promise<void> {
  await askPostgres({ port, user: 'postgres', password: localPasswords.superuser, database: 'events' }, UNLESS_IT_IS_THERE);
}
