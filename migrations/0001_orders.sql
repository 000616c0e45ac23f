-- Up Migration

-- One row per order. The row may be written first by its acceptance or by its settlement, whichever comes first.
CREATE TABLE orders (
  id          uuid           CONSTRAINT orders_pkey PRIMARY KEY,
  value       numeric(17, 2) NOT NULL,
  user_id     text           NOT NULL,
  -- No foreign key to payment_methods: what was accepted stays accepted when a method is no longer offered, and settling
  -- an order must not depend on anything but its own row.
  method      text           NOT NULL,
  installment integer        NOT NULL,
  status      text           NOT NULL,
  reason      text,
  -- json and not jsonb: the events come back with their keys in the order in which they were written.
  events      json,
  created_at  timestamptz    NOT NULL,
  settled_at  timestamptz,

  -- NUMERIC holds 'NaN', which it sorts above every number.
  CONSTRAINT orders_value_positive     CHECK (value > 0 AND value <> 'NaN'),
  CONSTRAINT orders_user_id_length     CHECK (char_length(user_id) BETWEEN 1 AND 255),
  CONSTRAINT orders_installment_counts CHECK (installment >= 1),
  CONSTRAINT orders_status_known       CHECK (status IN ('PROCESSING', 'APPROVED', 'CANCELED')),
  CONSTRAINT orders_reason_if_canceled CHECK ((reason IS NOT NULL) = (status = 'CANCELED')),
  CONSTRAINT orders_events_if_final    CHECK ((events IS NOT NULL) = (status <> 'PROCESSING')),
  CONSTRAINT orders_settled_if_final   CHECK ((settled_at IS NOT NULL) = (status <> 'PROCESSING'))
);

-- A user's newest orders, and how many they have.
CREATE INDEX orders_of_user ON orders (user_id, created_at DESC, id DESC);

-- Down Migration
DROP TABLE orders;
