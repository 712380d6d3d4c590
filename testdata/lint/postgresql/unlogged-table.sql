-- want unlogged-table "table contacts is unlogged: a crash empties it, and a standby does not have its rows; ALTER TABLE … SET LOGGED, unless the rows may be lost"
CREATE UNLOGGED TABLE contacts (id INTEGER PRIMARY KEY);
CREATE TABLE endpoints (id INTEGER PRIMARY KEY);
