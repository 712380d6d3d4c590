-- MySQL 8.0.30
-- want too-long-for-utf8mb4 "table files cannot be converted from utf8mb3 to utf8mb4: index files.files_path would be too long (ERROR 1071 (42000): Specified key was too long; max key length is 3072 bytes); shorten its columns first"
CREATE TABLE files (path VARCHAR(900), KEY files_path (path)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;
-- want too-long-for-utf8mb4 "table pages cannot be converted from latin1 to utf8mb4: its rows would be too long (ERROR 1118 (42000): Row size too large); shorten its columns first"
CREATE TABLE pages (id INTEGER PRIMARY KEY, head VARCHAR(9000), body VARCHAR(9000)) ENGINE=InnoDB DEFAULT CHARSET=latin1;
CREATE TABLE short (path VARCHAR(700), KEY short_path (path)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3;
CREATE TABLE wide (path VARCHAR(700), KEY wide_path (path)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
