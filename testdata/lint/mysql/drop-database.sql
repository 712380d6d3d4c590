CREATE TABLE t (id int PRIMARY KEY);
-- then
-- want drop-database "database prod is dropped with all its tables and their rows"
DROP DATABASE prod;
-- want drop-database "schema app is dropped with all its tables and their rows"
DROP SCHEMA IF EXISTS `app`;
CREATE DATABASE scratch;
DROP DATABASE scratch;
