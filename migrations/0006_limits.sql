-- Up Migration
-- The ledger of limits, in a schema of its own: it is never joined with the orders and refers to nothing of theirs, so that it
-- can move to another database. IF NOT EXISTS: orders in several schemas of one database share one ledger.
CREATE SCHEMA IF NOT EXISTS ledger;

-- The users with limits of their own. NULL: the default per order, no cap. Zero: no orders at all.
CREATE TABLE IF NOT EXISTS ledger.limits (
  user_id         text           CONSTRAINT limits_pkey PRIMARY KEY,
  per_order_limit numeric(17, 2),
  exposure_cap    numeric(17, 2),

  CONSTRAINT limits_user_id_length CHECK (char_length(user_id) BETWEEN 1 AND 255),
  -- NUMERIC holds 'NaN', which it sorts above every number.
  CONSTRAINT limits_per_order_sane CHECK (per_order_limit >= 0 AND per_order_limit <> 'NaN'),
  CONSTRAINT limits_cap_sane       CHECK (exposure_cap >= 0 AND exposure_cap <> 'NaN')
);

-- One row per order. Times are the database's, so that one clock tells what is within the window, and whole milliseconds, so
-- that they come back as they were.
CREATE TABLE IF NOT EXISTS ledger.limit_reservations (
  order_id    uuid           CONSTRAINT limit_reservations_pkey PRIMARY KEY,
  user_id     text           NOT NULL,
  value       numeric(17, 2) NOT NULL,
  state       text           NOT NULL,
  -- NULL: released without ever having been reserved.
  reserved_at timestamptz(3),
  ended_at    timestamptz(3),

  CONSTRAINT limit_reservations_user_id_length CHECK (char_length(user_id) BETWEEN 1 AND 255),
  CONSTRAINT limit_reservations_value_positive CHECK (value > 0 AND value <> 'NaN'),
  CONSTRAINT limit_reservations_state_known    CHECK (state IN ('reserved', 'confirmed', 'released')),
  CONSTRAINT limit_reservations_reserved_once  CHECK (reserved_at IS NOT NULL OR state = 'released'),
  CONSTRAINT limit_reservations_ended_if_over  CHECK ((ended_at IS NOT NULL) = (state <> 'reserved'))
);

-- What of a user counts.
CREATE INDEX IF NOT EXISTS limit_reservations_of_user ON ledger.limit_reservations (user_id, reserved_at) WHERE state <> 'released';
-- Those that nobody has ended yet, oldest first: few among all.
CREATE INDEX IF NOT EXISTS limit_reservations_open ON ledger.limit_reservations (reserved_at, order_id) WHERE state = 'reserved';

-- Down Migration
DROP TABLE ledger.limit_reservations;
DROP TABLE ledger.limits;
DROP SCHEMA ledger;
