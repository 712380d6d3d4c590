CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE orders (a INTEGER, b INTEGER, FOREIGN KEY (a) REFERENCES shops (id), FOREIGN KEY (b) REFERENCES shops (id));
CREATE TABLE bills (a INTEGER, FOREIGN KEY (a) REFERENCES shops (id));
CREATE TABLE named (a INTEGER, b INTEGER, CONSTRAINT named_ibfk_7 FOREIGN KEY (a) REFERENCES shops (id), CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES shops (id));
-- then
-- want guessed-name "foreign key orders_ibfk_2 of table orders has a name that the server generated from a counter: on another database it may be a different foreign key, or not exist; find the name by its columns (information_schema)"
ALTER TABLE orders DROP FOREIGN KEY orders_ibfk_2;
ALTER TABLE bills DROP FOREIGN KEY bills_ibfk_1;
ALTER TABLE named DROP FOREIGN KEY named_ibfk_7;
ALTER TABLE named DROP FOREIGN KEY fk_b;
