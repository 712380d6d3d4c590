-- MariaDB 10.11
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, state ENUM('new', 'paid'), note VARCHAR(60), code VARCHAR(40), body TEXT, KEY orders_customer (customer)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE pages (id INTEGER PRIMARY KEY, title VARCHAR(40), body TEXT, FULLTEXT KEY pages_body (body)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE entries (id INTEGER PRIMARY KEY, n INTEGER) ENGINE=MyISAM;
-- then
-- want alter-copies "the statement rewrites the whole table orders, and writes are blocked until it ends, since the type of customer changes (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE orders MODIFY customer BIGINT;
ALTER TABLE orders MODIFY state ENUM('new', 'paid', 'sent');
-- want alter-copies "the statement rewrites the whole table orders, and writes are blocked until it ends, since the type of state changes (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE orders MODIFY state ENUM('paid', 'sent');
ALTER TABLE orders MODIFY code VARCHAR(63);
-- want alter-copies "the statement rewrites the whole table orders, and writes are blocked until it ends, since code can be longer than 255 bytes now, and its length takes two bytes of a row (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE orders MODIFY code VARCHAR(64);
-- want alter-copies "the statement rewrites the whole table orders, and writes are blocked until it ends, since note gets shorter (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE orders ADD COLUMN more INTEGER, MODIFY note VARCHAR(50);
ALTER TABLE orders ADD COLUMN total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders DROP COLUMN more, ALTER COLUMN total DROP DEFAULT;
CREATE INDEX orders_total ON orders (total);
DROP INDEX orders_customer ON orders;
-- want alter-copies "the statement rewrites the whole table orders, and writes are blocked until it ends, since it loses its primary key and gets no other in the same statement (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE orders DROP PRIMARY KEY;
-- want alter-copies "the statement rewrites the whole table pages, and writes are blocked until it ends, since title becomes NOT NULL (ALGORITHM=INPLACE, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE pages MODIFY title VARCHAR(40) NOT NULL;
-- want alter-copies "the statement rewrites the whole table pages, and writes are blocked until it ends, since the statement asks for it (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE pages COMMENT 'all', ADD COLUMN k INTEGER, ALGORITHM=COPY;
-- want alter-copies "the statement rewrites the whole table entries, and writes are blocked until it ends, since the engine MyISAM knows no other way (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE entries ADD COLUMN m INTEGER;
-- want alter-copies "the statement rewrites the whole table entries, and writes are blocked until it ends, since its engine changes (ALGORITHM=COPY, LOCK=SHARED): run it when writes can wait, or use gh-ost or pt-online-schema-change"
ALTER TABLE entries ENGINE=InnoDB;
ALTER TABLE entries CHANGE n number INTEGER;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, n INTEGER);
ALTER TABLE fresh MODIFY n BIGINT;
