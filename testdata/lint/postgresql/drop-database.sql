CREATE SCHEMA app;
CREATE SCHEMA nothing;
CREATE TABLE app.users (id integer PRIMARY KEY);
-- then
-- want drop-database "schema app is dropped with all its tables and their rows"
DROP SCHEMA app CASCADE;
-- Without CASCADE, the server refuses where there is a table.
DROP SCHEMA nothing;
CREATE SCHEMA scratch;
DROP SCHEMA scratch CASCADE;
-- want drop-database "database prod is dropped with all its tables and their rows"
DROP DATABASE prod; -- fails 3D000
