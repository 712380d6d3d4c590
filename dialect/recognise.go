package dialect

import (
	"assay/dialect/mysql"
	"assay/dialect/postgres"
)

// Recognise returns the engine whose SQL a text is, by what only that engine's has; empty: it could be that of several.
func Recognise(sql string) (engine string) {
	const enough = 128 << 10 // bytes: what speaks like nobody in its first hundred tables will go on so
	sql = sql[:min(len(sql), enough)]
	m, p := mysql.Accent(sql), postgres.Accent(sql)
	switch {
	case m > p:
		return mysql.Engine
	case p > m:
		return postgres.Engine
	}
	return ""
}
