CREATE TABLE places (id INTEGER PRIMARY KEY, at POINT NOT NULL, name TEXT, note TEXT, n INTEGER, twice INTEGER AS (n * 2) VIRTUAL, FULLTEXT KEY places_name (name));
-- then
-- want index-blocks-writes "writes to places are blocked while a SPATIAL index is built (ALGORITHM=NOCOPY, LOCK=SHARED): run it when writes can wait"
ALTER TABLE places ADD SPATIAL INDEX places_at (at);
-- want index-blocks-writes "writes to places are blocked while a FULLTEXT index is built (ALGORITHM=NOCOPY, LOCK=SHARED): run it when writes can wait"
CREATE FULLTEXT INDEX places_note ON places (note);
CREATE INDEX places_n ON places (n);
ALTER TABLE places ADD KEY places_twice (twice);
