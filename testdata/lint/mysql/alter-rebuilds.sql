-- MariaDB 10.11
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, note VARCHAR(40) NOT NULL, code VARCHAR(40) NOT NULL, KEY orders_customer (customer));
CREATE TABLE small (id INTEGER PRIMARY KEY, n INTEGER) ROW_FORMAT=COMPRESSED;
CREATE TABLE log (at INTEGER NOT NULL, line VARCHAR(80));
-- then
-- want alter-rebuilds "all rows of orders are rewritten, since customer becomes NOT NULL (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE orders MODIFY customer INTEGER NOT NULL;
-- want alter-rebuilds "all rows of orders are rewritten, since note can be NULL now (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE orders MODIFY note VARCHAR(40) NULL;
ALTER TABLE orders ADD COLUMN first INTEGER FIRST;
ALTER TABLE orders DROP COLUMN first;
-- want alter-rebuilds "all rows of orders are rewritten, since column more is added (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE orders ADD COLUMN more INTEGER, ADD KEY orders_more (more);
-- want alter-rebuilds "all rows of orders are rewritten, since FORCE rebuilds all rows (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE orders FORCE;
-- want alter-rebuilds "all rows of orders are rewritten, since the rows get another order, without the primary key (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE orders DROP PRIMARY KEY, ADD PRIMARY KEY (code);
-- want alter-rebuilds "all rows of small are rewritten, since column m is added (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE small ADD COLUMN m INTEGER;
-- want alter-rebuilds "all rows of log are rewritten, since InnoDB orders the rows by the primary key (ALGORITHM=INPLACE, LOCK=NONE): writes continue, but it needs the table's size on disk again, and replicas lag behind"
ALTER TABLE log ADD PRIMARY KEY (at);
CREATE TABLE fresh (id INTEGER PRIMARY KEY, n INTEGER);
ALTER TABLE fresh MODIFY n INTEGER NOT NULL;
