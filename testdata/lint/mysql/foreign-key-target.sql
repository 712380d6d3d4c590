CREATE TABLE parents (id INTEGER PRIMARY KEY, n INTEGER, u INTEGER, v INTEGER, lone INTEGER, KEY (n), UNIQUE KEY (u), KEY (v, u));
-- want foreign-key-target "foreign key by_lone (loose) of table children refers to parents (lone), which has no index: every INSERT with a value in it fails while foreign_key_checks is on; make it unique, or drop the key"
-- want foreign-key-target "foreign key by_n (parent) of table children refers to parents (n), which is not unique: which of its rows CASCADE follows is undefined, and MySQL 8.4 refuses to create such a key; make it unique"
CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER, loose INTEGER, KEY (parent), KEY (loose),
    CONSTRAINT by_n FOREIGN KEY (parent) REFERENCES parents (n), CONSTRAINT by_lone FOREIGN KEY (loose) REFERENCES parents (lone));
CREATE TABLE unique_ones (id INTEGER PRIMARY KEY, v INTEGER, parent INTEGER, KEY (parent), KEY (v, parent),
    FOREIGN KEY (parent) REFERENCES parents (id), FOREIGN KEY (v, parent) REFERENCES parents (v, u));
