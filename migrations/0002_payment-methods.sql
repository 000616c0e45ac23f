-- Up Migration

-- What can be ordered with. The rows come from the domain's list each time the migrations are run.
CREATE TABLE payment_methods (
  id           integer CONSTRAINT payment_methods_pkey PRIMARY KEY,
  method       text    NOT NULL,
  installments integer NOT NULL CONSTRAINT payment_methods_installments_count CHECK (installments >= 1),
  CONSTRAINT payment_methods_once UNIQUE (method, installments)
);

-- Down Migration
DROP TABLE payment_methods;
