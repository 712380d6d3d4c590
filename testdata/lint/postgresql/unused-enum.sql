CREATE TYPE yes_no AS ENUM ('yes', 'no');
CREATE TYPE colour AS ENUM ('red', 'green');
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id INTEGER PRIMARY KEY, active yes_no, seen colour[]);
-- want unused-enum "no column is of type mood: the next migration that makes a type of that name stops; drop it, unless a function or view uses it"
