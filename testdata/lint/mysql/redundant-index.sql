-- want redundant-index "index by_customer (customer) of table orders is the beginning of primary key (customer, id), which finds the same rows, and every write maintains both: drop it, unless it is kept because it is smaller"
CREATE TABLE orders (customer INTEGER, at DATETIME, id INTEGER, note VARCHAR(80), PRIMARY KEY (customer, id), KEY by_customer (customer), KEY by_note (note(10)), KEY by_note_at (note, at));
-- what is unique forbids something, and one over the same columns is a duplicate
CREATE TABLE alone (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, UNIQUE KEY a (a), KEY a_again (a), KEY a_b (a, b), KEY b (b));
