CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE "Users" (id INTEGER PRIMARY KEY, "Name" TEXT);
-- want names-differ-by-case "columns Name and name of table users differ only in case: without quotes name is meant; rename one"
-- want names-differ-by-case "tables Users and users differ only in case: where names are folded, or not quoted, one is used instead of the other; rename one"
CREATE TABLE users (id INTEGER PRIMARY KEY, "Name" TEXT, name TEXT, mail TEXT);
