-- Up Migration
-- The last answer of the user service about each user, for the time in which it cannot answer. Nothing else about a person.
CREATE TABLE user_answers (
  user_id     text        CONSTRAINT user_answers_pkey PRIMARY KEY,
  valid       boolean     NOT NULL,
  answered_at timestamptz NOT NULL
);

-- Down Migration
DROP TABLE user_answers;
