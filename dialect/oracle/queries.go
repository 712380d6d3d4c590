package oracle

import (
	"fmt"
	"strings"

	"assay/schema"
)

// A query gives the rows of one kind of the data dictionary: those columns, of which #NAME is a number. {o} stands for the owner. Columns of the datatype LONG
// stand last, and in no expression.
type query struct{ kind, columns, sql string }

// here leaves out what is not a table of somebody's own: what nested tables, domain indexes and materialized views are kept in.
const here = `t.owner = {o} AND t.nested = 'NO' AND t.secondary = 'N' AND t.dropped = 'NO' AND t.table_name NOT LIKE 'BIN$%'
    AND NOT EXISTS (SELECT 1 FROM all_mviews v WHERE v.owner = t.owner AND v.mview_name = t.table_name)`

// queries look at the data dictionary of Oracle 12.2 or newer. They read no row of a table but those of Alembic's own.
var queries = []query{
	{"server", "engine version session_user owner con #sees_all", `SELECT 'oracle' AS engine,
    (SELECT MAX(version) FROM product_component_version WHERE product LIKE 'Oracle%') AS version, SYS_CONTEXT('USERENV', 'SESSION_USER') AS session_user,
    {o} AS owner, SYS_CONTEXT('USERENV', 'CON_NAME') AS con,
    (SELECT COUNT(*) FROM session_privs WHERE privilege = 'SELECT ANY TABLE')
      + CASE WHEN SYS_CONTEXT('USERENV', 'SESSION_USER') = {o} THEN 1 ELSE 0 END AS sees_all FROM dual`},
	{"table", "table_name temporary partitioned iot_type external comments", `SELECT t.table_name, t.temporary, t.partitioned, t.iot_type, t.external, m.comments
    FROM all_tables t LEFT JOIN all_tab_comments m ON m.owner = t.owner AND m.table_name = t.table_name
    WHERE ` + here + ` ORDER BY t.table_name`},
	{
		"column", "table_name #pos column_name data_type data_type_owner #data_length #char_length char_used #data_precision #data_scale nullable default_on_null" +
			" virtual_column hidden_column user_generated identity_column collation generation_type identity_options comments data_default",
		`SELECT c.table_name, c.internal_column_id AS pos, c.column_name, c.data_type, c.data_type_owner, c.data_length, c.char_length, c.char_used,
    c.data_precision, c.data_scale, c.nullable, c.default_on_null, c.virtual_column, c.hidden_column, c.user_generated, c.identity_column, c.collation,
    i.generation_type, i.identity_options, m.comments, c.data_default
    FROM all_tables t JOIN all_tab_cols c ON c.owner = t.owner AND c.table_name = t.table_name
    LEFT JOIN all_tab_identity_cols i ON i.owner = c.owner AND i.table_name = c.table_name AND i.column_name = c.column_name
    LEFT JOIN all_col_comments m ON m.owner = c.owner AND m.table_name = c.table_name AND m.column_name = c.column_name
    WHERE ` + here + ` ORDER BY c.table_name, c.internal_column_id`,
	},
	{
		"constraint", "table_name constraint_name constraint_type generated status validated deferrable deferred delete_rule index_name #position column_name" +
			" ref_owner ref_table ref_column search_condition",
		`SELECT k.table_name, k.constraint_name, k.constraint_type, k.generated, k.status, k.validated, k.deferrable, k.deferred, k.delete_rule, k.index_name,
    c.position, c.column_name, r.owner AS ref_owner, r.table_name AS ref_table, rc.column_name AS ref_column, k.search_condition
    FROM all_tables t JOIN all_constraints k ON k.owner = t.owner AND k.table_name = t.table_name
    LEFT JOIN all_cons_columns c ON c.owner = k.owner AND c.constraint_name = k.constraint_name AND c.table_name = k.table_name
    LEFT JOIN all_constraints r ON r.owner = k.r_owner AND r.constraint_name = k.r_constraint_name
    LEFT JOIN all_cons_columns rc ON rc.owner = r.owner AND rc.constraint_name = r.constraint_name AND rc.position = c.position
    WHERE ` + here + ` AND k.constraint_type IN ('P', 'U', 'R', 'C') ORDER BY k.table_name, k.constraint_name, c.position`,
	},
	{
		"index", "table_name index_name index_type uniqueness visibility status #column_position column_name descend column_expression",
		`SELECT x.table_name, x.index_name, x.index_type, x.uniqueness, x.visibility, x.status, c.column_position, c.column_name, c.descend, e.column_expression
    FROM all_tables t JOIN all_indexes x ON x.table_owner = t.owner AND x.table_name = t.table_name
    JOIN all_ind_columns c ON c.index_owner = x.owner AND c.index_name = x.index_name
    LEFT JOIN all_ind_expressions e ON e.index_owner = c.index_owner AND e.index_name = c.index_name AND e.column_position = c.column_position
    WHERE ` + here + ` AND x.index_type <> 'LOB' ORDER BY x.table_name, x.index_name, c.column_position`,
	},
	{"sequence", "sequence_name", `SELECT q.sequence_name FROM all_sequences q WHERE q.sequence_owner = {o} AND q.sequence_name NOT LIKE 'ISEQ$$%'
    ORDER BY q.sequence_name`},
	{"object", "object_type object_name table_name", `SELECT b.object_type, b.object_name, g.table_name FROM all_objects b
    LEFT JOIN all_triggers g ON g.owner = b.owner AND g.trigger_name = b.object_name AND b.object_type = 'TRIGGER'
    WHERE b.owner = {o} AND b.object_name NOT LIKE 'BIN$%' AND b.object_type IN ('VIEW', 'MATERIALIZED VIEW', 'TRIGGER', 'SYNONYM', 'PROCEDURE',
      'FUNCTION', 'PACKAGE', 'TYPE') ORDER BY b.object_type, b.object_name`},
}

// versionTables are the tables that Alembic keeps its stamps in; {other} is one that has a name of its own.
const versionTables = `SELECT c.table_name FROM all_tab_columns c WHERE c.owner = {o} AND c.column_name = 'VERSION_NUM'
    AND (c.table_name = 'ALEMBIC_VERSION' OR c.table_name LIKE 'ALEMBIC\_VERSION\_%' ESCAPE '\'{other}) ORDER BY c.table_name`

const opening = `-- What this prints stands for the database wherever assay takes one: rows of the data dictionary and of Alembic's version tables, no data.
-- It writes nothing. Run it as the owner of the tables, who needs CREATE SESSION alone; or as a user with SELECT ANY TABLE:
--   sqlplus -S USER@//HOST/SERVICE @queries.sql > catalogue.jsonl
-- SQLcl reads it as well: sql -S USER@//HOST/SERVICE @queries.sql > catalogue.jsonl
WHENEVER SQLERROR EXIT FAILURE ROLLBACK
SET SERVEROUTPUT ON SIZE UNLIMITED FORMAT WRAPPED
SET LINESIZE 32767 PAGESIZE 0 TRIMOUT ON TRIMSPOOL ON FEEDBACK OFF HEADING OFF VERIFY OFF DEFINE OFF ECHO OFF TAB OFF SQLBLANKLINES ON
SET TRANSACTION READ ONLY;
DECLARE
  its_owner VARCHAR2(128) := `

// helpers write a row: its kind, its texts and numbers, of which none is written that is NULL, and its end. Letters beyond ASCII are escaped, so that it does
// not matter what the client program makes of them.
const helpers = `;
  n PLS_INTEGER := 0;
  line VARCHAR2(32767);
  TYPE texts IS TABLE OF VARCHAR2(4000);
  stamps texts;
  PROCEDURE kind(k VARCHAR2) IS BEGIN line := '{"k":"' || k || '"'; END;
  PROCEDURE put(name VARCHAR2, value VARCHAR2) IS
    said VARCHAR2(32767);
  BEGIN
    IF value IS NULL THEN RETURN; END IF;
    said := REPLACE(REPLACE(ASCIISTR(value), '\', '\u'), '"', '\u0022');
    FOR i IN 0 .. 31 LOOP said := REPLACE(said, CHR(i), '\u00' || TO_CHAR(i, 'FM0X')); END LOOP;
    line := line || ',"' || name || '":"' || said || '"';
  END;
  PROCEDURE num(name VARCHAR2, value NUMBER) IS
  BEGIN
    IF value IS NOT NULL THEN line := line || ',"' || name || '":' || TO_CHAR(value, 'FM9999999990'); END IF;
  END;
  PROCEDURE done IS BEGIN DBMS_OUTPUT.PUT_LINE(line || '}'); n := n + 1; END;
BEGIN
`

const stampsBlock = `  FOR r IN (` + versionTables + `) LOOP
    BEGIN
      EXECUTE IMMEDIATE 'SELECT version_num FROM ' || DBMS_ASSERT.ENQUOTE_NAME(its_owner, FALSE) || '.' || DBMS_ASSERT.ENQUOTE_NAME(r.table_name, FALSE)
        BULK COLLECT INTO stamps;
      kind('version'); put('table', r.table_name); num('may', 1); done;
      FOR i IN 1 .. stamps.COUNT LOOP kind('stamp'); put('table', r.table_name); put('version_num', stamps(i)); done; END LOOP;
    EXCEPTION WHEN OTHERS THEN
      kind('version'); put('table', r.table_name); num('may', 0); done;
    END;
  END LOOP;
  DBMS_OUTPUT.PUT_LINE('{"k":"end","rows":' || n || '}');
END;
/
ROLLBACK;
EXIT
`

// Queries is a script for SQL*Plus, one anonymous block, that prints the rows of the data dictionary, each as a line of JSON, and last of all how many there
// are. A block is needed: what is LONG in the dictionary can stand in no expression, and a loop takes it into a text.
func Queries(t schema.Target) string {
	owner := "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')"
	if t.Schema != "" {
		owner = literal(ownerName(t.Schema))
	}
	var b strings.Builder
	b.WriteString(opening + owner + helpers)
	for _, q := range queries {
		fmt.Fprintf(&b, "  FOR r IN (%s) LOOP\n    kind('%s');", q.sql, q.kind)
		for c := range strings.FieldsSeq(q.columns) {
			name, number := strings.CutPrefix(c, "#")
			fmt.Fprintf(&b, " %s('%s', r.%s);", map[bool]string{true: "num", false: "put"}[number], name, name)
		}
		b.WriteString(" done;\n  END LOOP;\n")
	}
	b.WriteString(stampsBlock)
	return strings.NewReplacer("{o}", "its_owner", "{other}", other(t)).Replace(b.String())
}

// other is the condition for a version table with a name of its own.
func other(t schema.Target) string {
	if t.VersionTable == "" {
		return ""
	}
	return " OR c.table_name = " + literal(stored(t.VersionTable))
}

// ownerName is the owner whom --schema names: in upper case, as Oracle makes of a name without quotes.
func ownerName(said string) string {
	if inside := strings.Trim(said, `"`); inside != said {
		return inside
	}
	return strings.ToUpper(said)
}
