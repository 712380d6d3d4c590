CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1

CREATE TABLE p (id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id));

CREATE TABLE t (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    q_id INTEGER, 
    p_id INTEGER, 
    PRIMARY KEY (id), 
    FOREIGN KEY(p_id) REFERENCES p (id), 
    FOREIGN KEY(q_id) REFERENCES p (id)
);

INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> b2

ALTER TABLE t DROP FOREIGN KEY t_ibfk_2;

ALTER TABLE t ADD FOREIGN KEY(q_id) REFERENCES p (id) ON DELETE CASCADE;

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

-- Running upgrade b2 -> c3

ALTER TABLE t DROP FOREIGN KEY t_ibfk_1;

ALTER TABLE t ADD FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE CASCADE;

ALTER TABLE t DROP FOREIGN KEY t_ibfk_3;

ALTER TABLE t ADD FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE SET NULL;

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'b2';

-- Running upgrade c3 -> d4

RENAME TABLE t TO u;

ALTER TABLE u DROP FOREIGN KEY u_ibfk_2;

ALTER TABLE u ADD FOREIGN KEY(q_id) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE CASCADE;

UPDATE alembic_version SET version_num='d4' WHERE alembic_version.version_num = 'c3';
