package mssql

import (
	"strings"

	"assay/schema"
)

// A query gives the rows of one kind of the catalogue.
type query struct{ kind, sql, order string }

// comment joins the comment of a table, or of its column.
const (
	tableComment  = `LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = t.object_id AND e.minor_id = 0 AND e.name = N'MS_Description'`
	columnComment = `LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = c.object_id AND e.minor_id = c.column_id AND e.name = N'MS_Description'`
	inSchema      = `t.schema_id = SCHEMA_ID(@s) AND t.is_ms_shipped = 0`
)

// queries look at the catalogue of SQL Server 2016 or newer. They read no row of a table but those of Alembic's own.
var queries = []query{
	{"server", `SELECT N'mssql' AS engine, CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(60)) AS version, CAST(SERVERPROPERTY('EngineEdition') AS
  int) AS edition,
  DB_NAME() AS db, @s AS [schema], CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)) AS collation,
  HAS_PERMS_BY_NAME(QUOTENAME(@s), 'SCHEMA', 'VIEW DEFINITION') AS sees_all`, "r.db"},
	{"table", `SELECT t.name, t.temporal_type, t.is_memory_optimized, t.is_external,
  (SELECT COUNT(*) FROM sys.partitions p WHERE p.object_id = t.object_id AND p.index_id < 2) AS parts, CAST(e.value AS nvarchar(4000)) AS comment,
  (SELECT HAS_PERMS_BY_NAME(QUOTENAME(@s) + N'.' + QUOTENAME(t.name), N'OBJECT', N'SELECT') FROM sys.columns c
    WHERE c.object_id = t.object_id AND c.name = N'version_num') AS stamps
  FROM sys.tables t ` + tableComment + ` WHERE ` + inSchema, "r.name"},
	{"type", `SELECT y.name FROM sys.types y WHERE y.is_user_defined = 1 AND y.is_table_type = 0`, "r.name"},
	{"column", `SELECT t.name AS [table], c.column_id AS pos, c.name, COALESCE(TYPE_NAME(c.system_type_id), TYPE_NAME(c.user_type_id)) AS type,
  u.is_user_defined AS alias, u.name AS type_name, c.max_length, c.precision, c.scale, c.is_nullable, c.collation_name, c.is_identity,
  CAST(i.seed_value AS nvarchar(40)) AS seed, CAST(i.increment_value AS nvarchar(40)) AS incr, cc.definition AS computed, cc.is_persisted,
  d.definition AS default_text, c.default_object_id, c.generated_always_type, CAST(e.value AS nvarchar(4000)) AS comment
  FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id JOIN sys.types u ON u.user_type_id = c.user_type_id
  LEFT JOIN sys.identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id
  LEFT JOIN sys.computed_columns cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id
  LEFT JOIN sys.default_constraints d ON d.object_id = c.default_object_id ` + columnComment + ` WHERE ` + inSchema, "r.[table], r.pos"},
	{"index", `SELECT t.name AS [table], x.name, x.type, x.is_unique, x.is_primary_key, x.is_unique_constraint, x.is_disabled, x.ignore_dup_key,
  x.filter_definition, ic.key_ordinal, ic.index_column_id AS pos, ic.is_included_column, ic.is_descending_key, c.name AS [column]
  FROM sys.tables t JOIN sys.indexes x ON x.object_id = t.object_id
  JOIN sys.index_columns ic ON ic.object_id = x.object_id AND ic.index_id = x.index_id
  JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
  WHERE ` + inSchema + ` AND x.type > 0 AND x.is_hypothetical = 0`, "r.[table], r.name, r.key_ordinal, r.pos"},
	{"fk", `SELECT t.name AS [table], f.name, f.is_disabled, f.is_not_trusted, f.delete_referential_action_desc AS on_delete,
  f.update_referential_action_desc AS on_update, OBJECT_SCHEMA_NAME(f.referenced_object_id) AS ref_schema, OBJECT_NAME(f.referenced_object_id) AS ref_table,
  fc.constraint_column_id AS pos, COL_NAME(fc.parent_object_id, fc.parent_column_id) AS [column],
  COL_NAME(fc.referenced_object_id, fc.referenced_column_id) AS ref_column
  FROM sys.tables t JOIN sys.foreign_keys f ON f.parent_object_id = t.object_id
  JOIN sys.foreign_key_columns fc ON fc.constraint_object_id = f.object_id WHERE ` + inSchema, "r.[table], r.name, r.pos"},
	{"check", `SELECT t.name AS [table], h.name, h.is_system_named AS generated, h.is_disabled, h.is_not_trusted, h.definition
  FROM sys.tables t JOIN sys.check_constraints h ON h.parent_object_id = t.object_id WHERE ` + inSchema, "r.[table], r.name"},
	{"object", `SELECT o.type, o.name, OBJECT_NAME(NULLIF(o.parent_object_id, 0)) AS [table] FROM sys.objects o
  WHERE o.schema_id = SCHEMA_ID(@s) AND o.is_ms_shipped = 0 AND o.type IN ('V', 'TR', 'SO', 'SN', 'P', 'FN', 'IF', 'TF', 'AF')`, "r.type, r.name"},
}

const opening = `-- What this prints stands for the database wherever assay takes one: rows of the catalogue and of Alembic's version tables, no data.
-- Run it in that database, with the user's right VIEW DEFINITION on the schema and SELECT on the version tables:
--   sqlcmd -S HOST -d DATABASE -y 0 -i queries.sql -o catalogue.jsonl
-- Where names or comments have letters beyond ASCII, -u is needed as well.
-- In SQL Server Management Studio: Results to File, with 8192 characters in a column (Query Options, Results, Text).
SET NOCOUNT ON;
SET LOCK_TIMEOUT 5000;
SET DEADLOCK_PRIORITY LOW;
DECLARE @n int = 0, @q nvarchar(max) = N'', @s sysname = `

// stamps prints the rows of the version tables that the user may read.
const stamps = `SELECT @q = @q + N' UNION ALL SELECT N' + QUOTENAME(t.name, '''') + N' AS [table], CAST(version_num AS nvarchar(255)) AS version_num FROM '
  + QUOTENAME(@s) + N'.' + QUOTENAME(t.name) FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id
  WHERE t.schema_id = SCHEMA_ID(@s) AND c.name = N'version_num' AND (t.name = N'alembic_version' OR t.name LIKE N'alembic[_]version[_]%'{OTHER})
  AND HAS_PERMS_BY_NAME(QUOTENAME(@s) + N'.' + QUOTENAME(t.name), N'OBJECT', N'SELECT') = 1;
IF @q <> N''
BEGIN
  SET @q = N'SELECT (SELECT N''stamp'' AS k, r.* FOR JSON PATH, WITHOUT_ARRAY_WRAPPER, INCLUDE_NULL_VALUES) FROM (' + STUFF(@q, 1, 11, N'') + N') AS r';
  EXEC sp_executesql @q;
  SET @n += @@ROWCOUNT;
END;
SELECT N'{"k":"end","rows":' + CAST(@n AS nvarchar(20)) + N'}';
`

// Queries is a script for sqlcmd, in one batch, that prints the rows of the catalogue, each as a line of JSON, and last of all how many there are.
func Queries(t schema.Target) string {
	var b strings.Builder
	b.WriteString(opening)
	if t.Schema == "" {
		b.WriteString("SCHEMA_NAME();\n")
	} else {
		b.WriteString(national(t.Schema) + ";\n")
	}
	for _, q := range queries {
		b.WriteString("SELECT (SELECT N'" + q.kind + "' AS k, r.* FOR JSON PATH, WITHOUT_ARRAY_WRAPPER, INCLUDE_NULL_VALUES) FROM (" + q.sql + ") AS r\n  ORDER BY " +
			q.order + ";\nSET @n += @@ROWCOUNT;\n")
	}
	other := ""
	if t.VersionTable != "" {
		other = " OR t.name = " + national(t.VersionTable)
	}
	b.WriteString(strings.Replace(stamps, "{OTHER}", other, 1))
	return b.String()
}

func national(text string) string { return "N" + strings.TrimPrefix(literal(text), "N") }
