-- Up Migration
-- The marks on orders that do not go on, one for each run of a workflow (the empty text when there is none). A mark that came
-- off because the order was made whole stays as a note, so that it is not set again for the same run. No foreign key: a
-- workflow may be known before its order's row, and its mark must not keep a row from being removed.
CREATE TABLE stuck_orders (
  order_id    uuid        NOT NULL,
  run_id      text        NOT NULL,
  cause       text        NOT NULL,
  step        text,
  error       text,
  since       timestamptz NOT NULL,
  seen_at     timestamptz NOT NULL,
  resolved_at timestamptz,
  resolution  text,

  CONSTRAINT stuck_orders_pkey PRIMARY KEY (order_id, run_id),
  CONSTRAINT stuck_orders_resolved_whole CHECK ((resolved_at IS NULL) = (resolution IS NULL))
);

-- The marks that stand, oldest first.
CREATE INDEX stuck_orders_standing ON stuck_orders (since, order_id) WHERE resolved_at IS NULL;
-- Whether a run that has broken off was made whole.
CREATE INDEX stuck_orders_of_run ON stuck_orders (run_id);

-- The orders of a window of time. Rows lie in about the order of their acceptance and of their end, so a summary of each stretch of them is
-- enough; unlike a full index it costs an accepted order next to nothing.
CREATE INDEX orders_by_acceptance ON orders USING brin (created_at) WITH (autosummarize = on);
CREATE INDEX orders_by_settlement ON orders USING brin (settled_at) WITH (autosummarize = on);

-- Down Migration
DROP INDEX orders_by_acceptance;
DROP INDEX orders_by_settlement;
DROP TABLE stuck_orders;
