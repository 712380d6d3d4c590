-- want no-primary-key "table log has no primary key: rows can be there twice, and replication may refuse it"
CREATE TABLE log (at INTEGER, line VARCHAR(80));
-- want no-primary-key "table numbers has no primary key, though (n) would do: its columns are unique and take no NULL"
CREATE TABLE numbers (n INTEGER NOT NULL UNIQUE);
CREATE TABLE perhaps (n INTEGER UNIQUE); -- want no-primary-key "table perhaps has no primary key: rows can be there twice, and replication may refuse it"
CREATE TABLE orders (id INTEGER PRIMARY KEY);
