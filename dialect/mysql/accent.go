package mysql

import "assay/schema"

var accent = schema.Pattern("(?i)`\\w+`|\\bAUTO_INCREMENT\\b|\\bENGINE\\s*=|\\bMODIFY\\s+(?:COLUMN\\s+)?\\w|\\bCHANGE\\s+(?:COLUMN\\s+)?\\w+\\s+\\w+\\s+\\w|" +
	"\\b(?:TINYINT|MEDIUMINT|TINYTEXT|MEDIUMTEXT|LONGTEXT|TINYBLOB|LONGBLOB|BLOB|DATETIME|BOOL)\\b|\\bENUM\\s*\\('|\\bCHARACTER SET\\b|\\bCHARSET\\s*=|\\bDROP FOREIGN KEY\\b|\\bDROP INDEX \\w+ ON\\b|/\\*M?!\\d")

// Accent counts in a text what only these servers write or understand.
func Accent(sql string) int { return len(accent().FindAllStringIndex(sql, -1)) }
