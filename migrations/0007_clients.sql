-- Up Migration
-- Which client has placed an order, by the name of its API key. NULL: it was placed without a key, and belongs to nobody.
ALTER TABLE orders
  ADD COLUMN client text,
  ADD CONSTRAINT orders_client_length CHECK (char_length(client) BETWEEN 1 AND 64);

-- A client's newest orders of a user, and how many they are.
CREATE INDEX orders_of_client ON orders (client, user_id, created_at DESC, id DESC) WHERE client IS NOT NULL;
-- The orders on their way that are not held: to be counted every second, however many are held or over.
CREATE INDEX orders_in_flight ON orders (created_at) WHERE status = 'PROCESSING' AND held_cause IS NULL;

-- Down Migration
DROP INDEX orders_in_flight;
ALTER TABLE orders DROP COLUMN client;
