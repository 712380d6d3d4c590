CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE log (id INTEGER PRIMARY KEY);
INSERT INTO orders VALUES (1);
INSERT INTO log VALUES (1);
-- then
-- want implicit-zero "column orders.level is added NOT NULL without a default: existing rows get 0, and INSERTs that omit it fail afterwards; give it a server_default"
ALTER TABLE orders ADD COLUMN level INTEGER NOT NULL;
-- want implicit-zero "column orders.note is added NOT NULL without a default: existing rows get '', and INSERTs that omit it fail afterwards; give it a server_default"
-- want implicit-zero "column orders.m is added NOT NULL without a default: existing rows get 'sad', and INSERTs that omit it fail afterwards; give it a server_default"
ALTER TABLE orders ADD COLUMN note VARCHAR(40) NOT NULL, ADD COLUMN m ENUM('sad', 'ok') NOT NULL;
INSERT INTO orders (id) VALUES (2); -- fails 1364
-- want implicit-zero "column orders.made is added NOT NULL without a default: existing rows get 0000-00-00, or the upgrade fails if sql_mode forbids that, and INSERTs that omit it fail afterwards; give it a server_default"
ALTER TABLE orders ADD COLUMN made DATETIME NOT NULL;
ALTER TABLE orders ADD COLUMN a INTEGER;
ALTER TABLE orders ADD COLUMN b INTEGER NOT NULL DEFAULT 7;
ALTER TABLE orders ADD COLUMN c INTEGER NOT NULL AUTO_INCREMENT UNIQUE;
ALTER TABLE orders ADD COLUMN d INTEGER AS (id + 1) STORED;
ALTER TABLE orders ADD COLUMN e INTEGER NOT NULL;
UPDATE orders SET e = id;
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN level INTEGER NOT NULL;
TRUNCATE TABLE log;
ALTER TABLE log ADD COLUMN level INTEGER NOT NULL;
