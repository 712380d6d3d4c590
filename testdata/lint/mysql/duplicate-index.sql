-- want duplicate-index "index contacts_id (id) of table contacts duplicates primary key (id), and every write maintains both: drop it"
CREATE TABLE contacts (id INTEGER PRIMARY KEY, KEY contacts_id (id));
-- want duplicate-index "index ix_name (name) of table people duplicates unique index name (name), and every write maintains both: drop it"
-- want duplicate-index "unique index name_again (name) of table people duplicates unique index name (name), and every write maintains both: drop it"
CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(40), UNIQUE KEY name (name), UNIQUE KEY name_again (name), KEY ix_name (name));
-- the beginning of a column, another order, another kind
CREATE TABLE apart (id INTEGER PRIMARY KEY, a VARCHAR(40), b TEXT, KEY whole (a), KEY part (a(10)), KEY ab (a, b(10)), KEY ba (b(10), a), FULLTEXT KEY words (b));
-- the index that a foreign key makes is nobody's
CREATE TABLE parents (id INTEGER PRIMARY KEY);
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT fk FOREIGN KEY (parent) REFERENCES parents (id), KEY children_parent (parent));
