CREATE TABLE parents (id BIGINT PRIMARY KEY, code VARCHAR(80) UNIQUE, word TEXT UNIQUE, n INTEGER UNIQUE, price NUMERIC(10,2) UNIQUE);
-- want foreign-key-type "column narrow.code is varchar(40) and refers to parents.code, which is varchar(80): a row with a longer key cannot be referred to; give both the same type"
-- want foreign-key-type "column narrow.id is integer and refers to parents.id, which is bigint: a row with a larger key cannot be referred to; give both the same type"
-- want foreign-key-type "column narrow.word is varchar(10) and refers to parents.word, which is text: a row with a longer key cannot be referred to; give both the same type"
CREATE TABLE narrow (id INTEGER PRIMARY KEY REFERENCES parents (id), code VARCHAR(40) REFERENCES parents (code), word VARCHAR(10) REFERENCES parents (word));
CREATE TABLE wide (id BIGINT PRIMARY KEY REFERENCES parents (id), code TEXT REFERENCES parents (code), n BIGINT REFERENCES parents (n), price INTEGER REFERENCES parents (price));
