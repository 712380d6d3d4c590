CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1

CREATE TABLE c (
    n VARCHAR(40) COMMENT 'of 100%%', 
    s VARCHAR(10) NOT NULL DEFAULT '100%%', 
    e ENUM('50%%','100%%') DEFAULT '50%%', 
    g VARCHAR(50) AS (concat(n, '%%')) STORED
);

INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> b2

ALTER TABLE c MODIFY e ENUM('50%%','100%%','75%%') DEFAULT '75%%';

ALTER TABLE c ADD CONSTRAINT ck CHECK (n not like 'x:%%');

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

-- Running upgrade b2 -> c3

ALTER TABLE c ALTER COLUMN s SET DEFAULT '5%%%%';

INSERT INTO c (s) VALUES ('5%');

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'b2';
