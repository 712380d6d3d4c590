-- want reserved-word "column hosts.user is called by a word of SQL: statements that do not quote it fail"
CREATE TABLE hosts (id INTEGER PRIMARY KEY, "user" VARCHAR(80), name VARCHAR(40), "match" VARCHAR(80), type INTEGER);
-- want reserved-word "table order is called by a word of SQL: statements that do not quote it fail"
CREATE TABLE "order" (id INTEGER PRIMARY KEY);
