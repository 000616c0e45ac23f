/**
 * The consumer's own tables, in a schema of its own: it shares a server with the orders here, and need not. The lock
 * makes of several consumers that start at once one make the tables and the others wait.
 */
export const PREPARE = `
  SELECT pg_advisory_xact_lock(hashtext('example_consumer'));

  CREATE SCHEMA IF NOT EXISTS example_consumer;

  -- Every event that has had its effect. Rows may be removed once they are older than any duplicate can be: the stream's
  -- retention, and the time in which a dead letter may be replayed.
  CREATE TABLE IF NOT EXISTS example_consumer.inbox (
    event_id text PRIMARY KEY,
    taken_at timestamptz NOT NULL DEFAULT now()
  );

  -- The effect: what happened on each day (UTC).
  CREATE TABLE IF NOT EXISTS example_consumer.days (
    day date PRIMARY KEY,
    received bigint NOT NULL,
    received_value numeric NOT NULL,
    approved bigint NOT NULL,
    canceled bigint NOT NULL
  );
`;

/** What taking an event needs, for the role of that (escaped) name. */
export const grantTo = (role: string) => `
  GRANT USAGE ON SCHEMA example_consumer TO ${role};
  GRANT SELECT, INSERT ON example_consumer.inbox TO ${role};
  GRANT SELECT, INSERT, UPDATE ON example_consumer.days TO ${role};
`;

/** No row when the event was there before. Waits for another transaction that is writing the same event. */
export const REMEMBER = `
  INSERT INTO example_consumer.inbox (event_id) VALUES ($1) ON CONFLICT (event_id) DO NOTHING`;

export const COUNT = `
  INSERT INTO example_consumer.days AS held (day, received, received_value, approved, canceled)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (day) DO UPDATE SET
    received = held.received + excluded.received,
    received_value = held.received_value + excluded.received_value,
    approved = held.approved + excluded.approved,
    canceled = held.canceled + excluded.canceled`;
