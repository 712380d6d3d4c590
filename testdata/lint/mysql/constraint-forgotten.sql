-- MySQL 5.6.24
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id)); -- want constraint-forgotten "the server parses REFERENCES p of column p and forgets it without an error: write it as a FOREIGN KEY of the table"
CREATE TABLE u (id INTEGER PRIMARY KEY, n INTEGER, CONSTRAINT positive CHECK (n > 0), CHECK (n < 9)); -- want constraint-forgotten "the server parses CHECK positive and CHECK and forgets it without an error: leave it out, or check the values where they are written"
ALTER TABLE u ADD COLUMN m INTEGER CHECK (m > 0); -- want constraint-forgotten "the server parses CHECK of column m and forgets it without an error: leave it out, or check the values where they are written"
ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id);
CREATE TABLE v (id INTEGER PRIMARY KEY, n INTEGER COMMENT 'CHECK (n > 0) REFERENCES p (id)');
