CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1

CREATE TABLE p (id SERIAL NOT NULL, n INTEGER CHECK (n > 0), m INTEGER, PRIMARY KEY (id), UNIQUE (n), CHECK (m > n));

CREATE TABLE t (id SERIAL NOT NULL, p_id INTEGER, q_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(p_id) REFERENCES p (id), FOREIGN KEY(q_id) REFERENCES p (id));

INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;

-- Running upgrade a1 -> b2

ALTER TABLE t RENAME TO u;

ALTER TABLE u DROP CONSTRAINT t_p_id_fkey;

ALTER TABLE u ADD FOREIGN KEY(p_id) REFERENCES p (id) ON DELETE SET NULL;

ALTER TABLE p DROP CONSTRAINT p_n_check;

ALTER TABLE p DROP CONSTRAINT p_n_key;

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

-- Running upgrade b2 -> c3

ALTER TABLE u DROP CONSTRAINT u_p_id_fkey;

ALTER TABLE p DROP CONSTRAINT p_check;

ALTER TABLE u RENAME CONSTRAINT t_q_id_fkey TO u_q_id_fkey;

UPDATE alembic_version SET version_num='c3' WHERE alembic_version.version_num = 'b2';
