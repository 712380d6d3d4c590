-- want no-primary-key "table log has no primary key: the same row can exist twice, and replication may refuse the table"
CREATE TABLE log (at INTEGER, line VARCHAR(80));
-- want no-primary-key "table numbers has no primary key, although (n) could be it: its columns are unique and NOT NULL"
CREATE TABLE numbers (n INTEGER NOT NULL UNIQUE);
CREATE TABLE perhaps (n INTEGER UNIQUE); -- want no-primary-key "table perhaps has no primary key: the same row can exist twice, and replication may refuse the table"
CREATE TABLE orders (id INTEGER PRIMARY KEY);
