CREATE TABLE shops (id INTEGER PRIMARY KEY);
CREATE TABLE orders (a INTEGER, b INTEGER, FOREIGN KEY (a) REFERENCES shops (id), FOREIGN KEY (b) REFERENCES shops (id));
CREATE TABLE bills (a INTEGER, FOREIGN KEY (a) REFERENCES shops (id));
CREATE TABLE named (a INTEGER, b INTEGER, CONSTRAINT named_ibfk_7 FOREIGN KEY (a) REFERENCES shops (id), CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES shops (id));
-- then
-- want guessed-name "foreign key orders_ibfk_2 of table orders is dropped by a number that the server gave it: on a database with another past it is another foreign key, or none; look its name up by its columns"
ALTER TABLE orders DROP FOREIGN KEY orders_ibfk_2;
ALTER TABLE bills DROP FOREIGN KEY bills_ibfk_1;
ALTER TABLE named DROP FOREIGN KEY named_ibfk_7;
ALTER TABLE named DROP FOREIGN KEY fk_b;
