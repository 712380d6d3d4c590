CREATE TABLE parents (id VARCHAR(40) PRIMARY KEY, n INTEGER UNIQUE, code VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin UNIQUE) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
-- want foreign-key-collation "column other.code is utf8mb4_unicode_ci and refers to parents.code, which is latin1_bin: an INSERT with a value there fails, and so does an ALTER that rebuilds either table; convert one of the tables"
-- want foreign-key-collation "column other.id is utf8mb4_unicode_ci and refers to parents.id, which is utf8mb4_general_ci: an INSERT with a value there fails, and so does an ALTER that rebuilds either table; convert one of the tables"
CREATE TABLE other (id VARCHAR(40) PRIMARY KEY, n INTEGER, code VARCHAR(10), KEY (n), KEY (code),
    FOREIGN KEY (id) REFERENCES parents (id), FOREIGN KEY (n) REFERENCES parents (n), FOREIGN KEY (code) REFERENCES parents (code)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE alike (id VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, FOREIGN KEY (id) REFERENCES parents (id)) DEFAULT CHARSET=latin1;
CREATE TABLE unsaid (id VARCHAR(40) PRIMARY KEY, FOREIGN KEY (id) REFERENCES parents (id));
