CREATE TYPE state AS ENUM ('new', 'done');
-- then
ALTER TYPE state RENAME VALUE 'done' TO 'finished'; -- want enum-value-renamed "label 'done' of state becomes 'finished': programs that still write the old one fail; add the new one, move the rows over, and leave the old"
ALTER TYPE state ADD VALUE 'gone' AFTER 'new';
CREATE TYPE fresh AS ENUM ('a');
ALTER TYPE fresh RENAME VALUE 'a' TO 'b';
