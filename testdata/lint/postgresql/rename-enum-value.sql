CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE unused AS ENUM ('sad', 'ok');
CREATE TABLE orders (id INTEGER PRIMARY KEY, m mood);
-- then
-- want rename-enum-value "value 'sad' of type mood is renamed to 'unhappy': programs that still write the old one fail at once"
ALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy';
ALTER TYPE mood ADD VALUE 'glad';
ALTER TYPE unused RENAME VALUE 'sad' TO 'unhappy';
