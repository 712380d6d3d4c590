CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE Users (id INTEGER PRIMARY KEY);
CREATE TABLE users_old (id INTEGER PRIMARY KEY);
-- want names-differ-by-case "tables Users and users differ only in case: where names are folded, or not quoted, one is used instead of the other; rename one"
CREATE TABLE users (id INTEGER PRIMARY KEY, Name VARCHAR(40));
