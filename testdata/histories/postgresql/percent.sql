CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1

CREATE TYPE share AS ENUM ('50%%', '100%%');

CREATE TABLE c (
    n TEXT, 
    s VARCHAR(10) DEFAULT '100%%' NOT NULL, 
    CONSTRAINT ck CHECK (n not ilike 'x ::%%')
);

INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;

-- Running upgrade a1 -> b2

CREATE INDEX c_n ON c (n) WHERE n LIKE 'a%%';

CREATE INDEX c_e ON c (replace(n, '%%', ''));

ALTER TABLE c ADD COLUMN p share DEFAULT '50%%';

ALTER TABLE c ADD COLUMN g TEXT GENERATED ALWAYS AS (n || '%%') STORED;

COMMENT ON COLUMN c.s IS 'of 100%%';

INSERT INTO c (n) VALUES ('5%');

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

-- Running upgrade b2 -> c3

ALTER TYPE share ADD VALUE '75%%';

ALTER TABLE c ALTER COLUMN s SET DEFAULT '5%%%%';

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'b2';
