CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TYPE state AS ENUM ('on', 'off');
CREATE TYPE kind AS ENUM ('x', 'y');
CREATE TYPE nobodys AS ENUM ('x', 'y');
CREATE TABLE orders (id INTEGER PRIMARY KEY, m mood, k kind);
CREATE TABLE bills (id INTEGER PRIMARY KEY, l level, s state, k kind);
-- then
-- want enum-leaked "type level remains, and nothing uses it any more: a revision that creates one of that name fails; drop it as well"
DROP TABLE bills;
DROP TYPE state;
-- want enum-leaked "type mood remains, and nothing uses it any more: a revision that creates one of that name fails; drop it as well"
ALTER TABLE orders ALTER COLUMN m TYPE TEXT USING m::text;
