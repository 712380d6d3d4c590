-- want null-text-default "column t.name has the word NULL for a default, in quotes: IS NULL does not find such rows; drop the default"
CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(40) DEFAULT 'NULL', mail VARCHAR(40) DEFAULT NULL, word VARCHAR(40) DEFAULT 'null and void', note VARCHAR(40) DEFAULT '');
