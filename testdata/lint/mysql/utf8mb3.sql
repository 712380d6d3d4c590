-- want utf8mb3 "table people stores text in utf8mb3 (name, note), which cannot hold emoji and rare characters: convert it to utf8mb4"
CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR(40), note TEXT, sort ENUM('a'), code VARCHAR(4) CHARACTER SET ascii) DEFAULT CHARSET=utf8;
-- want utf8mb3 "table mixed stores text in utf8mb3 (name), which cannot hold emoji and rare characters: convert it to utf8mb4"
CREATE TABLE mixed (id INTEGER PRIMARY KEY, name VARCHAR(40) CHARACTER SET utf8mb3) DEFAULT CHARSET=utf8mb4;
CREATE TABLE wide (id INTEGER PRIMARY KEY, name VARCHAR(40)) DEFAULT CHARSET=utf8mb4;
CREATE TABLE numbers (id INTEGER PRIMARY KEY) DEFAULT CHARSET=utf8mb3;
CREATE TABLE unsaid (id INTEGER PRIMARY KEY, name VARCHAR(40));
