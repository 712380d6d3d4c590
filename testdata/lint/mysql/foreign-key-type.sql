CREATE TABLE parents (id BIGINT UNSIGNED PRIMARY KEY, code VARCHAR(80) UNIQUE, flag TINYINT UNIQUE, n INTEGER UNSIGNED UNIQUE, kind ENUM('a','b') UNIQUE);
-- want foreign-key-type "column other.code is varchar(40) and refers to parents.code, which is varchar(80): a row with a longer key cannot be referred to; give both the same type"
-- want foreign-key-type "column other.id is bigint and refers to parents.id, which is bigint unsigned: an INSERT with a value there fails, and so does an ALTER that rebuilds either table; give both the same type"
-- want foreign-key-type "column other.n is bigint unsigned and refers to parents.n, which is int unsigned: an INSERT with a value there fails, and so does an ALTER that rebuilds either table; give both the same type"
CREATE TABLE other (id BIGINT PRIMARY KEY, code VARCHAR(40), n BIGINT UNSIGNED, KEY (code), KEY (n),
    FOREIGN KEY (id) REFERENCES parents (id), FOREIGN KEY (code) REFERENCES parents (code), FOREIGN KEY (n) REFERENCES parents (n));
CREATE TABLE alike (id BIGINT UNSIGNED PRIMARY KEY, code CHAR(80), flag BOOL, n INT UNSIGNED ZEROFILL, kind ENUM('a'), KEY (code), KEY (flag), KEY (n), KEY (kind),
    FOREIGN KEY (id) REFERENCES parents (id), FOREIGN KEY (code) REFERENCES parents (code), FOREIGN KEY (flag) REFERENCES parents (flag),
    FOREIGN KEY (n) REFERENCES parents (n), FOREIGN KEY (kind) REFERENCES parents (kind));
