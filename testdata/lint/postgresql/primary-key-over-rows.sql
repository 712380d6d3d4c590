CREATE TABLE a (id INTEGER);
CREATE TABLE b (id INTEGER NOT NULL);
CREATE TABLE c (id INTEGER, CONSTRAINT c_id UNIQUE (id));
CREATE TABLE d (id INTEGER NOT NULL, CONSTRAINT d_id UNIQUE (id));
CREATE TABLE e (x INTEGER);
INSERT INTO a VALUES (NULL);
INSERT INTO b VALUES (1), (1);
INSERT INTO c VALUES (1), (NULL);
INSERT INTO d VALUES (1);
INSERT INTO e VALUES (1), (1);
-- then
-- want primary-key-over-rows "a primary key (id) is added to table a: the upgrade fails if two rows have the same values or a row has NULL in it; look for such rows first"
ALTER TABLE a ADD PRIMARY KEY (id); -- fails 23502
-- want primary-key-over-rows "a primary key (id) is added to table b: the upgrade fails if two rows have the same values; look for such rows first"
ALTER TABLE b ADD PRIMARY KEY (id); -- fails 23505
-- want primary-key-over-rows "a primary key (id) is added to table c: the upgrade fails if a row has NULL in it; look for such rows first"
ALTER TABLE c ADD PRIMARY KEY (id); -- fails 23502
ALTER TABLE d ADD PRIMARY KEY (id);
ALTER TABLE e ADD COLUMN id SERIAL PRIMARY KEY;
