-- Up Migration
-- Why an open order waits, since when and until when. Written by its workflow, cleared by its settlement.
ALTER TABLE orders
  ADD COLUMN held_cause text,
  ADD COLUMN held_since timestamptz,
  ADD COLUMN held_until timestamptz,
  ADD CONSTRAINT orders_held_whole   CHECK (num_nonnulls(held_cause, held_since, held_until) IN (0, 3)),
  ADD CONSTRAINT orders_held_if_open CHECK (held_cause IS NULL OR status = 'PROCESSING');

-- The open orders, oldest first: few among all, so that looking for held and stuck ones costs the same in a large table.
CREATE INDEX orders_open ON orders (created_at, id) WHERE status = 'PROCESSING';

-- Down Migration
DROP INDEX orders_open;
ALTER TABLE orders DROP COLUMN held_cause, DROP COLUMN held_since, DROP COLUMN held_until;
