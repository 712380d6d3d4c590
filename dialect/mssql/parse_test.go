package mssql

import (
	"slices"
	"strings"
	"testing"

	"assay/schema"
)

// TestExpression: what a migration declares and what the catalogue prints of it are one thing.
func TestExpression(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ declared, printed, want string }{
		{"0", "((0))", "0"},
		{"'USA'", "('USA')", "'USA'"},
		{"N'USA'", "(N'USA')", "'USA'"},
		{"-1", "((-1))", "-1"},
		{"CURRENT_TIMESTAMP", "(getdate())", "getdate()"},
		{"h IN ('x', 'yy')", "([h]='yy' OR [h]='x')", "h IN ('x', 'yy')"},
		{"h IN (1)", "([h]=(1))", "h = 1"},
		{"h IN (0, 1)", "([h]=(1) OR [h]=(0))", "h IN (0, 1)"},
		{"h NOT IN ('a', 'b')", "(NOT ([h]='b' OR [h]='a'))", "NOT h IN ('a', 'b')"},
		{"n BETWEEN 1 AND 10", "([n]>=(1) AND [n]<=(10))", "n >= 1 AND n <= 10"},
		{"State = UPPER(State)", "([State]=upper([State]))", "State = upper(State)"},
		{"len(username) > 4", "(len([username])>(4))", "len(username) > 4"},
		{"a != 1 OR b IS NOT NULL", "([a]<>(1) OR [b] IS NOT NULL)", "a <> 1 OR b IS NOT NULL"},
		{"(a OR_ > 1)", "", ""},
		{"a + b * 2 > 3 AND (c = 1 OR d = 2)", "(([a]+[b]*(2))>(3) AND ([c]=(1) OR [d]=(2)))", "a + b * 2 > 3 AND (c = 1 OR d = 2)"},
		{"CAST(a AS INTEGER) > 0", "(CONVERT([int],[a])>(0))", "convert(int, a) > 0"},
		{"[session-timers] = 'x'", "([session-timers]='x')", `"session-timers" = 'x'`},
		{"a - (b - c) > 0", "(([a]-([b]-[c]))>(0))", "a - (b - c) > 0"},
	} {
		for _, sql := range []string{c.declared, c.printed} {
			got, err := language.Canonical(sql)
			if c.want == "" {
				if err == nil && sql != "" {
					t.Errorf("%s passes for %s", sql, got)
				}
				continue
			}
			if err != nil || got != c.want {
				t.Errorf("%s is read as %q, %v; want %q", sql, got, err, c.want)
			}
			if again, err := language.Canonical(bracketed(got)); err != nil || again != got {
				t.Errorf("%s, written as %s, is read as %q, %v", got, bracketed(got), again, err)
			}
		}
	}
}

// TestParse reads each form that Alembic writes.
func TestParse(t *testing.T) {
	t.Parallel()
	room := New(schema.Server{})
	const table = "CREATE TABLE t (id INTEGER NOT NULL IDENTITY, name VARCHAR(40) NOT NULL DEFAULT 'x', [end] VARCHAR(1) NULL, n NUMERIC(5, 2) NULL, " +
		"u NVARCHAR(20) NULL, c AS (id + 1) PERSISTED, [ses-x] BIGINT NOT NULL, PRIMARY KEY (id), UNIQUE (name), CONSTRAINT uq_u UNIQUE (u), CONSTRAINT ck " +
		"CHECK (n > 0));\n\nGO\n\n"
	for sql, want := range map[string]string{
		"ALTER TABLE t ADD z INTEGER NOT NULL DEFAULT '0';":               "ALTER TABLE [t] ADD [z] int NOT NULL DEFAULT (0)",
		"ALTER TABLE dbo.t ADD z DATETIME NULL DEFAULT CURRENT_TIMESTAMP": "ALTER TABLE [t] ADD [z] datetime NULL DEFAULT (getdate())",
		"ALTER TABLE t ADD z BIGINT NOT NULL IDENTITY(10,5)":              "ALTER TABLE [t] ADD [z] bigint NOT NULL IDENTITY(10,5)",
		"ALTER TABLE t ALTER COLUMN name VARCHAR(80)":                     "ALTER TABLE [t] ALTER COLUMN [name] varchar(80) NULL",
		"ALTER TABLE t ALTER COLUMN name VARCHAR(80) NOT NULL":            "ALTER TABLE [t] ALTER COLUMN [name] varchar(80) NOT NULL",
		"ALTER TABLE t ADD DEFAULT getdate() FOR name": dropDefault("t", "name") + "; ALTER TABLE [t] ADD DEFAULT " +
			"(getdate()) FOR [name]",
		"ALTER TABLE t ADD CONSTRAINT df DEFAULT '0' FOR n": dropDefault("t", "n") + "; ALTER TABLE [t] ADD DEFAULT (0) FOR [n]",
		"EXEC sp_rename 't.end', finish, 'COLUMN'":          "EXEC sp_rename '[t].[end]', 'finish', 'COLUMN'",
		"EXEC sp_rename 't', t2":                            "EXEC sp_rename '[t]', 't2'",
		"EXEC sp_rename 't.ix', 'iy', 'INDEX'":              "EXEC sp_rename '[t].[ix]', 'iy', 'INDEX'",
		"EXEC sp_rename 'uq_u', 'uq_v'":                     "EXEC sp_rename '[uq_u]', 'uq_v'",
		"CREATE UNIQUE CLUSTERED INDEX ix2 ON t (name, u DESC) INCLUDE (n) WHERE u IS NOT NULL": "CREATE UNIQUE CLUSTERED INDEX [ix2] ON [t] ([name], [u] " +
			"DESC) INCLUDE ([n]) WHERE u IS NOT NULL",
		"DROP INDEX ix ON t":                                                  "DROP INDEX [ix] ON [t]",
		"DROP INDEX ix ON t WITH (ONLINE = ON)":                               "DROP INDEX [ix] ON [t]",
		"ALTER TABLE t ALTER COLUMN name VARCHAR(80) NULL WITH (ONLINE = ON)": "ALTER TABLE [t] ALTER COLUMN [name] varchar(80) NULL",
		"ALTER TABLE t DROP CONSTRAINT ck WITH (ONLINE = OFF, MAXDOP = 1)":    "ALTER TABLE [t] DROP CONSTRAINT [ck]",
		"ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY (n) WITH (ONLINE = ON (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1 MINUTES, ABORT_AFTER_WAIT = SELF))) ON [PRIMARY]": "ALTER TABLE [t] ADD CONSTRAINT [pk] PRIMARY KEY ([n])",
		"ALTER TABLE t ADD UNIQUE (n)":                                 "ALTER TABLE [t] ADD UNIQUE ([n])",
		"ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY NONCLUSTERED (n)": "ALTER TABLE [t] ADD CONSTRAINT [pk] PRIMARY KEY NONCLUSTERED ([n])",
		"ALTER TABLE t WITH NOCHECK ADD CONSTRAINT fk FOREIGN KEY(n) REFERENCES o (b) ON DELETE SET NULL ON UPDATE CASCADE": "ALTER TABLE [t] WITH NOCHECK " +
			"ADD CONSTRAINT [fk] FOREIGN KEY ([n]) REFERENCES [o] ([b]) ON DELETE SET NULL ON UPDATE CASCADE",
		"ALTER TABLE t ADD CONSTRAINT c2 CHECK (n > 1)": "ALTER TABLE [t] ADD " +
			"CONSTRAINT [c2] CHECK (n > 1)",
		"ALTER TABLE t DROP CONSTRAINT ck":                                       "ALTER TABLE [t] DROP CONSTRAINT [ck]",
		"ALTER TABLE t WITH CHECK CHECK CONSTRAINT ck":                           "ALTER TABLE [t] WITH CHECK CHECK CONSTRAINT [ck]",
		"ALTER TABLE t ADD z AS (case when ([n] IS NULL) then (0) else [n] end)": "ALTER TABLE [t] ADD [z] AS (CASE WHEN n IS NULL THEN 0 ELSE n END)",
		"DROP TABLE IF EXISTS t":                                                 "DROP TABLE IF EXISTS [t]",
		"ALTER TABLE t ALTER COLUMN u NVARCHAR(max) COLLATE Latin1_General_CS_AS NULL": "ALTER TABLE [t] ALTER COLUMN " +
			"[u] nvarchar(max) COLLATE Latin1_General_CS_AS NULL",
		"declare @const_name varchar(256)\nselect @const_name = [name] from sys.check_constraints\nwhere parent_object_id = object_id('t')\n" +
			"and col_name(parent_object_id, parent_column_id) = 'n'\nexec('alter table t drop constraint ' + @const_name)": "ALTER TABLE [t] DROP CONSTRAINT [ck]",
		"declare @const_name varchar(256)\nselect @const_name = [name] from sys.default_constraints\nwhere parent_object_id = object_id('t')\n" +
			"and col_name(parent_object_id, parent_column_id) = 'name'\nexec('alter table t drop constraint ' + @const_name)": dropDefault("t", "name"),
		"declare @const_name varchar(256)\nselect @const_name = [name] from\nsys.foreign_keys fk join sys.foreign_key_columns fkc\non " +
			"fk.object_id=fkc.constraint_object_id\n" +
			"where fkc.parent_object_id = object_id('t')\nand col_name(fkc.parent_object_id, fkc.parent_column_id) = 'n'\nexec('alter table t drop constraint " +
			"' + @const_name)": "",
		"SET IDENTITY_INSERT t ON;\nGO\nINSERT INTO t (id) VALUES (1);": "",
		"CREATE TRIGGER tr ON t AFTER INSERT AS BEGIN SELECT 1; END":    "",
		"DROP VIEW v": "",
	} {
		changes, err := room.Parse(table + sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		var got []string
		for _, c := range changes[1:] {
			s, err := room.Format(c)
			if err != nil {
				t.Errorf("%s: %v", sql, err)
			}
			got = append(got, s...)
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s\nis read as %s\nwant       %s", sql, s, want)
		}
	}
}

// TestParseRefuses: what is not known as a whole is refused, by its line.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	room := New(schema.Server{})
	for _, sql := range []string{
		"ALTER TABLE t ADD COLUMN a INTEGER", "CREATE TABLE t (id INTEGER AUTO_INCREMENT)", "CREATE TABLE t (a VARCHAR2(20))", "SELEC 1",
		"CREATE INDEX i ON t a", "ALTER TABLE t MODIFY a INTEGER", "ALTER TABLE t ALTER COLUMN a TYPE INTEGER", "ALTER TABLE t RENAME TO u",
		"CREATE TABLE t (id SERIAL)", "COMMENT ON TABLE t IS 'x'", "EXEC dangerous 1", "DECLARE @a int; SET @a = 1", "CREATE TABLE other.t (a INTEGER)",
		"ALTER TABLE t DROP INDEX i", "ALTER TABLE t NOCHECK CONSTRAINT ck", "ALTER TABLE t ADD z AS (CASE WHEN a = 1 END)", "CREATE TABLE t (a INTEGER) ALTER TABLE t ADD b INTEGER", "CREATE TABLE t (a ENUM('x'))", "DROP INDEX i",
		"EXEC sp_rename 't.a', b, 'USERDATATYPE'", "CREATE TABLE t (a INTEGER CHECK (a LIKE 'x' ESCAPE '!'))", "CREATE TABLE t (a VARCHAR(9000))",
	} {
		if changes, err := room.Parse("\n" + sql); err == nil {
			t.Errorf("%s is read as %#v", sql, changes)
		} else if !strings.Contains(err.Error(), "in line 2") {
			t.Errorf("%s: %v, which names no line", sql, err)
		}
	}
	if _, err := room.Parse("INSERT INTO t VALUES (1)\nGO 5\n"); err == nil || !strings.Contains(err.Error(), "GO 5") {
		t.Errorf("a batch that runs five times: %v", err)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	all, err := New(schema.Server{}).Split("BEGIN TRANSACTION;\n\nCREATE TABLE t (\n  a VARCHAR(9) DEFAULT ';\nGO\n'\n);\n\nGO\n\n/* GO\nGO\n*/ ALTER " +
		"TABLE t ADD b INTEGER;\ngo\nIF 1 = 1 BEGIN SELECT 1; SELECT 2; END;\nCOMMIT;\n")
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, s := range all {
		lines = append(lines, s.Line)
	}
	if want := []int{1, 3, 13, 15, 16}; !slices.Equal(lines, want) {
		t.Errorf("the statements begin on %v, want %v: %+v", lines, want, all)
	}
}

// TestParseNamed: what stands behind NOT NULL with a name of its own, as Management Studio scripts it, is read as well.
func TestParseNamed(t *testing.T) {
	t.Parallel()
	room := New(schema.Server{})
	changes, err := room.Parse("CREATE TABLE t (id int NOT NULL CONSTRAINT pk PRIMARY KEY, n int NOT NULL CONSTRAINT df DEFAULT ((0)) CONSTRAINT uq UNIQUE, " +
		"m int CONSTRAINT nn NOT NULL CONSTRAINT ck CHECK (m > 0))")
	if err != nil {
		t.Fatal(err)
	}
	got, err := room.Format(changes[0])
	const want = "CREATE TABLE [t] (\n    [id] int NOT NULL,\n    [n] int NOT NULL DEFAULT (0),\n    [m] int NOT NULL,\n    " +
		"CONSTRAINT [pk] PRIMARY KEY ([id]),\n    CONSTRAINT [uq] UNIQUE ([n]),\n    CONSTRAINT [ck] CHECK (m > 0)\n)"
	if err != nil || got[0] != want {
		t.Errorf("it is read as %s, %v", got, err)
	}
}
