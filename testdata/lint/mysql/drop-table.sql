CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE kept (id INTEGER PRIMARY KEY);
-- then
DROP TABLE orders; -- want drop-table "table orders is dropped with its rows"
CREATE TABLE scratch (id INTEGER PRIMARY KEY);
DROP TABLE scratch;

-- MariaDB's OR REPLACE drops the table that is there.
CREATE TABLE replaced_anew (id int PRIMARY KEY);
CREATE OR REPLACE TABLE replaced_anew (id int PRIMARY KEY, n int);
CREATE OR REPLACE TABLE kept (id int PRIMARY KEY); -- want drop-table "table kept is dropped with its rows"
