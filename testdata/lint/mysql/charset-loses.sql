CREATE TABLE orders (id INTEGER PRIMARY KEY, name VARCHAR(40)) CHARACTER SET utf8mb4;
CREATE TABLE parts (id INTEGER PRIMARY KEY, name VARCHAR(40) CHARACTER SET utf8mb4, code VARCHAR(40) CHARACTER SET ascii) CHARACTER SET latin1;
CREATE TABLE old (id INTEGER PRIMARY KEY, name VARCHAR(40)) CHARACTER SET latin1;
CREATE TABLE numbers (id INTEGER PRIMARY KEY) CHARACTER SET utf8mb4;
CREATE TABLE unknown (id INTEGER PRIMARY KEY, name VARCHAR(40));
INSERT INTO orders VALUES (1, _utf8mb4 0xF09F9880);
INSERT INTO parts VALUES (1, _utf8mb4 0xF09F9880, 'x');
-- then
-- want charset-loses "the texts of table orders become utf8mb3 (were utf8mb4): the upgrade fails at characters that utf8mb3 does not have, or turns them into question marks if the server is not strict"
ALTER TABLE orders CONVERT TO CHARACTER SET utf8mb3; -- fails 1366/1977
-- want charset-loses "the texts of table orders become latin1 (were utf8mb3): the upgrade fails at characters that latin1 does not have, or turns them into question marks if the server is not strict"
ALTER TABLE orders CONVERT TO CHARACTER SET latin1; -- fails 1366/1977
-- want charset-loses "column parts.name becomes latin1 (was utf8mb4): the upgrade fails at characters that latin1 does not have, or turns them into question marks if the server is not strict"
ALTER TABLE parts MODIFY name VARCHAR(80); -- fails 1366/1977
ALTER TABLE parts MODIFY code VARCHAR(80);
ALTER TABLE parts MODIFY name VARCHAR(80) CHARACTER SET utf8mb4;
ALTER TABLE old CONVERT TO CHARACTER SET utf8mb3;
ALTER TABLE old CONVERT TO CHARACTER SET utf8mb4;
ALTER TABLE numbers CONVERT TO CHARACTER SET latin1;
ALTER TABLE unknown CONVERT TO CHARACTER SET latin1;
