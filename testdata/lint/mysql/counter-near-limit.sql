-- want counter-near-limit "column late.id has counted to 125 of 127 (98 %): when no number is left, every INSERT fails; give it a larger type before that"
CREATE TABLE late (id TINYINT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 126;
-- want counter-near-limit "column near.id has counted to 3499999999 of 4294967295 (81 %): when no number is left, every INSERT fails; give it a larger type before that"
CREATE TABLE near (id INTEGER UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 3500000000;
CREATE TABLE far (id INTEGER UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 2147483647;
CREATE TABLE fresh (id BIGINT AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE alone (id TINYINT PRIMARY KEY);
INSERT INTO alone VALUES (127);
