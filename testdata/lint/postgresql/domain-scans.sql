CREATE DOMAIN d AS INTEGER;
CREATE DOMAIN unused AS INTEGER;
CREATE TABLE t (id INTEGER PRIMARY KEY, n d);
-- then
ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0); -- want domain-scans "every value of domain d is checked while writes to the tables that use it are blocked: add it NOT VALID, and validate it when writes can wait"
ALTER DOMAIN d ADD CONSTRAINT e CHECK (VALUE > 1) NOT VALID;
ALTER DOMAIN d SET NOT NULL; -- want domain-scans "every value of domain d is checked while writes to the tables that use it are blocked: run it when writes can wait"
ALTER DOMAIN d VALIDATE CONSTRAINT e;
ALTER DOMAIN d DROP NOT NULL;
ALTER DOMAIN unused ADD CONSTRAINT c CHECK (VALUE > 0);
CREATE DOMAIN fresh AS INTEGER;
ALTER DOMAIN fresh ADD CONSTRAINT c CHECK (VALUE > 0);
