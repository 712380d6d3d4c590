-- MariaDB 10.11
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, code VARCHAR(40), note VARCHAR(400), body TEXT) DEFAULT CHARSET=utf8mb4;
-- then
-- want algorithm-refused "the server refuses ALGORITHM=INPLACE here, and the statement fails: its change to orders needs ALGORITHM=COPY, LOCK=SHARED, since the type of customer changes"
ALTER TABLE orders MODIFY customer BIGINT, ALGORITHM=INPLACE, LOCK=NONE;
-- want algorithm-refused "the server refuses LOCK=NONE here, and the statement fails: its change to orders needs ALGORITHM=COPY, LOCK=SHARED, since the type of customer changes"
ALTER TABLE orders MODIFY customer SMALLINT, LOCK=NONE;
ALTER TABLE orders ADD COLUMN n INTEGER, ALGORITHM=INSTANT, LOCK=NONE;
-- want algorithm-refused "the server refuses ALGORITHM=INSTANT here, and the statement fails: its change to orders needs ALGORITHM=NOCOPY, LOCK=NONE, since an index is built"
CREATE INDEX orders_n ON orders (n) ALGORITHM=INSTANT;
CREATE INDEX orders_m ON orders (n) ALGORITHM=NOCOPY LOCK=NONE;
ALTER TABLE orders MODIFY note VARCHAR(500), ALGORITHM=INSTANT;
ALTER TABLE orders MODIFY code VARCHAR(50), ALGORITHM=INSTANT;
-- want algorithm-refused "the server refuses ALGORITHM=INSTANT here, and the statement fails: its change to orders needs ALGORITHM=COPY, LOCK=SHARED, since code can be longer than 255 bytes now, and its length takes two bytes of a row"
ALTER TABLE orders MODIFY code VARCHAR(100), ALGORITHM=INSTANT;
-- want algorithm-refused "the server refuses LOCK=NONE here, and the statement fails: its change to orders needs ALGORITHM=INPLACE, LOCK=SHARED, since the first FULLTEXT index of a table adds a hidden column"
ALTER TABLE orders ADD FULLTEXT KEY orders_body (body), LOCK=NONE;
ALTER TABLE orders MODIFY customer INTEGER, ALGORITHM=COPY, LOCK=SHARED;
CREATE TABLE fresh (id INTEGER PRIMARY KEY, n INTEGER);
-- want algorithm-refused "the server refuses ALGORITHM=INPLACE here, and the statement fails: its change to fresh needs ALGORITHM=COPY, LOCK=SHARED, since the type of n changes"
ALTER TABLE fresh MODIFY n BIGINT, ALGORITHM=INPLACE;
