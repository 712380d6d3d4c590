CREATE TABLE rooms (id INTEGER PRIMARY KEY, span int4range);
-- then
ALTER TABLE rooms ADD CONSTRAINT rooms_span EXCLUDE USING gist (span WITH &&); -- want exclusion-constraint "exclusion constraint rooms_span builds its index while reads and writes of rooms are blocked, and there is no other way: run it when nobody works, with a lock_timeout"
ALTER TABLE rooms ADD EXCLUDE USING gist (span WITH &&); -- want exclusion-constraint "exclusion constraint builds its index while reads and writes of rooms are blocked, and there is no other way: run it when nobody works, with a lock_timeout"
CREATE TABLE fresh (id INTEGER, span int4range);
ALTER TABLE fresh ADD EXCLUDE USING gist (span WITH &&);
