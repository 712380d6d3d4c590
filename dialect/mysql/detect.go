package mysql

import "assay/schema"

var signs = schema.Pattern("(?i)`\\w+`|\\bAUTO_INCREMENT\\b|\\bENGINE\\s*=|\\bMODIFY\\s+(?:COLUMN\\s+)?\\w|\\bCHANGE\\s+(?:COLUMN\\s+)?\\w+\\s+\\w+\\s+\\w|" +
	"\\b(?:TINYINT|MEDIUMINT|TINYTEXT|MEDIUMTEXT|LONGTEXT|TINYBLOB|LONGBLOB|BLOB|DATETIME|BOOL)\\b|\\bENUM\\s*\\('|\\bCHARACTER SET\\b|\\bCHARSET\\s*=|\\bDROP FOREIGN KEY\\b|\\bDROP INDEX \\w+ ON\\b|\\bALTER TABLE \\S+ DROP (?:INDEX|KEY)\\b|/\\*M?!\\d")

// Detect counts in a text what only these servers write or understand.
func Detect(sql string) int { return len(signs().FindAllStringIndex(sql, -1)) }
