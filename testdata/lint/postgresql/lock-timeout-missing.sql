CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, total INTEGER);
-- then
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN n INTEGER;
SET lock_timeout = 0;
ALTER TABLE orders ADD COLUMN note TEXT; -- want lock-timeout-missing "orders is locked whole as soon as the queries on it are over, and all new ones wait behind: SET lock_timeout = '5s' before, so that the upgrade gives up in place of the program"
ALTER TABLE customers ADD COLUMN note TEXT;
