-- want null-text-default "column t.name has the text 'NULL' as its default: IS NULL does not find such rows; drop the default"
CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40) DEFAULT 'NULL', mail VARCHAR(40) DEFAULT NULL, word VARCHAR(40) DEFAULT 'null and void', note VARCHAR(40) DEFAULT '');
