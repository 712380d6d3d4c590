CREATE TABLE parents (id INTEGER PRIMARY KEY, tenant INTEGER, UNIQUE (id, tenant));
-- want foreign-key-without-index "no index of table children begins with a column of foreign key children_parent (parent): each DELETE of a row of parents reads the whole table; create one on (parent)"
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, CONSTRAINT children_parent FOREIGN KEY (parent) REFERENCES parents (id));
-- want foreign-key-without-index "no index of table several begins with a column of foreign key (parent): each DELETE of a row of parents reads the whole table; create one on (parent)"
CREATE TABLE several (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id), other INTEGER);
CREATE INDEX several_partial ON several (parent) WHERE other IS NULL;
CREATE INDEX several_behind ON several (other, parent);
CREATE TABLE indexed (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id), tenant INTEGER, other INTEGER, FOREIGN KEY (tenant, parent) REFERENCES parents (tenant, id));
CREATE INDEX indexed_parent ON indexed (parent) WHERE parent IS NOT NULL;
CREATE TABLE hashed (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id));
CREATE INDEX hashed_parent ON hashed USING hash (parent);
CREATE TABLE keyed (parent INTEGER PRIMARY KEY REFERENCES parents (id));
