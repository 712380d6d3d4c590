-- want reserved-word "column hosts.match is called by a word of SQL: statements that do not quote it fail"
CREATE TABLE hosts (id INTEGER PRIMARY KEY, `match` VARCHAR(80), name VARCHAR(40), `matches` INTEGER);
-- want reserved-word "table order is called by a word of SQL: statements that do not quote it fail"
CREATE TABLE `order` (id INTEGER PRIMARY KEY);
