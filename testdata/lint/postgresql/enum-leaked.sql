CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TYPE state AS ENUM ('on', 'off');
CREATE TYPE kind AS ENUM ('x', 'y');
CREATE TYPE nobodys AS ENUM ('x', 'y');
CREATE TABLE orders (id INTEGER PRIMARY KEY, m mood, k kind);
CREATE TABLE bills (id INTEGER PRIMARY KEY, l level, s state, k kind);
-- then
-- want enum-leaked "type level stays behind, and nothing uses it any more: a revision that makes one of that name stops; drop it too"
DROP TABLE bills;
DROP TYPE state;
-- want enum-leaked "type mood stays behind, and nothing uses it any more: a revision that makes one of that name stops; drop it too"
ALTER TABLE orders ALTER COLUMN m TYPE TEXT USING m::text;
