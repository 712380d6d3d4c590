CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER);
-- then
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN n INTEGER;
SET lock_timeout = 0;
ALTER TABLE orders ADD COLUMN note TEXT; -- want lock-timeout-missing "the statement needs an exclusive lock on orders, and while it waits for running queries every new query waits too: SET lock_timeout = '5s' first (the script sets it only behind this statement); then the upgrade fails and can be retried, and the application keeps working"
ALTER TABLE customers ADD COLUMN note TEXT;
SET lock_timeout = '5s';
