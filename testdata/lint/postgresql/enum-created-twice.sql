CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE level AS ENUM ('low', 'high');
-- then
-- want enum-created-twice "type mood exists already: the upgrade fails here wherever the revision that created it has run before; use postgresql.ENUM with create_type=False"
CREATE TYPE mood AS ENUM ('sad', 'ok'); -- fails 42710
CREATE TYPE "mood" AS ENUM ('sad', 'ok', 'glad'); -- fails 42710
CREATE TYPE other AS ENUM ('sad', 'ok');
DROP TYPE level;
CREATE TYPE level AS ENUM ('low', 'middle', 'high');
