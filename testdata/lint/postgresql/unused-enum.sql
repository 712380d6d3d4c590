CREATE TYPE yes_no AS ENUM ('yes', 'no');
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id INTEGER PRIMARY KEY, active yes_no, seen colour[]);
-- want unused-enum "no column uses type mood: the next migration that creates a type of that name fails; drop it, unless a function or a view uses it"
