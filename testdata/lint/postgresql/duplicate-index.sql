CREATE TABLE contacts (id VARCHAR(40) NOT NULL UNIQUE, state INTEGER, name TEXT); -- want duplicate-index "index contacts_id (id) of table contacts duplicates unique constraint (id), and every write maintains both: drop it"
CREATE INDEX contacts_id ON contacts (id);
-- want duplicate-index "index people_name_bare (name) of table people duplicates index people_name (name) include (mail), and every write maintains both: drop it"
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, born DATE);
CREATE INDEX people_name ON people (name) INCLUDE (mail);
CREATE INDEX people_name_bare ON people (name);
-- a condition, a method, an order, an operator class, an expression, columns that are carried along
CREATE TABLE apart (id INTEGER PRIMARY KEY, name TEXT, mail TEXT, born DATE);
CREATE INDEX apart_1 ON apart (name);
CREATE INDEX apart_2 ON apart (name) WHERE born IS NULL;
CREATE INDEX apart_3 ON apart (name text_pattern_ops);
CREATE INDEX apart_4 ON apart (lower(name));
CREATE INDEX apart_5 ON apart USING hash (name);
CREATE INDEX apart_6 ON apart (name DESC);
CREATE INDEX apart_7 ON apart (mail) INCLUDE (name);
CREATE INDEX apart_8 ON apart (mail) INCLUDE (born);
CREATE INDEX apart_9 ON apart (name COLLATE "C");
-- one that is checked later is not the same constraint
CREATE TABLE later (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, CONSTRAINT late UNIQUE (n) DEFERRABLE);
