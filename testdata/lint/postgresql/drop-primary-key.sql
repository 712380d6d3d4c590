CREATE TABLE a (id INTEGER CONSTRAINT a_pkey PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER CONSTRAINT c_pkey PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE d (id INTEGER CONSTRAINT d_pkey PRIMARY KEY);
-- then
-- want drop-primary-key "the primary key (id) of table a is dropped: afterwards the same row can exist twice, and replication may refuse the table"
ALTER TABLE a DROP CONSTRAINT a_pkey;
-- want drop-primary-key "the primary key (id) of table b is dropped: afterwards the same row can exist twice, and replication may refuse the table"
ALTER TABLE b DROP CONSTRAINT b_pkey;
ALTER TABLE c DROP CONSTRAINT c_pkey, ADD PRIMARY KEY (id, n);
ALTER TABLE d DROP CONSTRAINT d_pkey;
ALTER TABLE d ADD PRIMARY KEY (id);
