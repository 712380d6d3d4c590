-- want reserved-word "column hosts.user is named by a reserved word of SQL: statements that do not quote it fail, on some servers only after their next version"
CREATE TABLE hosts (id INTEGER PRIMARY KEY, "user" VARCHAR(80), name VARCHAR(40), "match" VARCHAR(80), type INTEGER);
-- want reserved-word "table order is named by a reserved word of SQL: statements that do not quote it fail, on some servers only after their next version"
CREATE TABLE "order" (id INTEGER PRIMARY KEY);
