package mssql

import "assay/schema"

// Facts are what is known of these servers before one is asked. A database of one is named by a file of its catalogue, and by no URL yet.
func Facts() schema.Facts {
	return schema.Facts{
		Name: Engine, Schemes: []string{"mssql", "sqlserver"},
		Products: []schema.Server{{Engine: Engine, Product: product}},
		Address:  schema.Address{Host: "localhost", Namespaces: true, ODBC: true},
		Dumps:    schema.Dumps{Signs: Detect, Marked: true},
	}
}

var signs = schema.Pattern(`(?im)^[ \t]*GO[ \t]*$|\bEXEC(?:UTE)?\s+sp_\w|\bDECLARE\s+@\w|\[[\w -]+\]\s+(?:N?VARCHAR|INT|INTEGER|BIGINT|DATETIME|BIT)\b|` +
	`\bNOT\s+NULL\s+IDENTITY\b|\bIDENTITY\s*\(\s*\d|\bNVARCHAR\s*\(|\bVARCHAR\s*\(\s*MAX\b|\bDATETIME2\b|\bUNIQUEIDENTIFIER\b|^BEGIN TRANSACTION;|` +
	`\bOUTPUT\s+inserted\.|\bALTER\s+COLUMN\s+[\w\[\] -]+\s+(?:N?VARCHAR|INTEGER|FLOAT|BIGINT|DATETIME|BIT|IMAGE)\b|` +
	`^ALTER TABLE \[?\w+\]? ADD \[?\w+\]? (?:N?VARCHAR|INT)`)

// Detect counts in a text what only these servers write or understand.
func Detect(sql string) int { return len(signs().FindAllStringIndex(sql, -1)) }
