package mysql

import (
	"errors"
	"strings"
	"testing"

	"assay/schema"
)

// TestPlace: what a text calls by another database's name is not in its own, whose name it may write or not.
func TestPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		sql    []string
		made   string // the tables that are the text's own
		others int    // how many statements are about others
	}{
		{"all bare", []string{"CREATE TABLE a (x int)", "CREATE TABLE b (x int)"}, "a b", 0},
		{"one elsewhere", []string{
			"CREATE TABLE a (x int)", "CREATE TABLE other.b (x int)", "ALTER TABLE other.b ADD y int", "DROP TABLE other.b", "CREATE INDEX i ON other.b (x)",
			"DROP INDEX i ON `other`.b",
		}, "a", 5},
		{"all of one name", []string{"CREATE TABLE own.a (x int)", "CREATE TABLE `own`.`b` (x int)", "CREATE TABLE other.c (x int)"}, "a b", 1},
		{"a name for what is there", []string{"CREATE TABLE a (x int)", "ALTER TABLE own.a ADD y int", "CREATE TABLE own.b (x int)"}, "a b", 0},
		{"the version table", []string{"CREATE TABLE alembic_version (version_num varchar(32))", "CREATE TABLE own.a (x int)"}, "alembic_version a", 0},
		{"it is used", []string{"USE own", "CREATE TABLE a (x int)", "CREATE TABLE own.b (x int)", "CREATE TABLE other.c (x int)"}, "a b", 1},
		{"another is used", []string{
			"USE own", "CREATE TABLE a (x int)", "USE other", "CREATE TABLE b (x int)", "CREATE TABLE own.c (x int)", "USE own", "CREATE TABLE d (x int)",
		}, "a c d", 1},
		{"renamed there", []string{"CREATE TABLE a (x int)", "CREATE TABLE other.b (x int)", "RENAME TABLE other.b TO other.c"}, "a", 2},
		{"a name under which nothing is made", []string{"CREATE TABLE a (x int)", "DROP TABLE own.b"}, "a", 0},
	} {
		all := make([]schema.Statement, len(c.sql))
		for i, sql := range c.sql {
			all[i].Text = sql
		}
		changes, errs := New(schema.Server{Engine: Engine, Product: "MariaDB", Version: "10.11.0"}).ParseEach(all)
		var made []string
		for _, each := range changes {
			for _, change := range each {
				if create, ok := change.(schema.CreateTable); ok {
					made = append(made, create.Table.Name)
				}
			}
		}
		elsewhere := 0
		for i, err := range errs {
			if errors.Is(err, schema.ErrElsewhere) {
				elsewhere++
			} else if err != nil {
				t.Errorf("%s: %s: %v", c.name, c.sql[i], err)
			}
		}
		if got := strings.Join(made, " "); got != c.made || elsewhere != c.others {
			t.Errorf("%s: got %q and %d elsewhere, want %q and %d", c.name, got, elsewhere, c.made, c.others)
		}
	}
}

// TestPartitionsOf: servers spell one PARTITION BY each in their own way, and people in theirs.
func TestPartitionsOf(t *testing.T) {
	t.Parallel()
	for _, c := range [][]string{
		{
			"PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB, PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB)",
			" PARTITION BY RANGE (`id`)\n(PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,\n PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)",
			"partition by range(id)(partition p0 values less than (10), partition p1 values less than (maxvalue) storage engine InnoDB)",
		},
		{
			"PARTITION BY RANGE  COLUMNS(`d`) (PARTITION `p0` VALUES LESS THAN ('2020-01-01') COMMENT = 'it''s' ENGINE = InnoDB)",
			"PARTITION BY RANGE COLUMNS (d) (PARTITION p0 VALUES LESS THAN ('2020-01-01') COMMENT 'it''s')",
		},
		{"PARTITION BY HASH (b) PARTITIONS 4", "PARTITION BY HASH (`b`)\nPARTITIONS 4"},
		{"PARTITION BY LIST (YEAR(d)) (PARTITION p0 VALUES IN (1,2))", "PARTITION BY LIST (year(`d`)) (PARTITION `p0` VALUES IN (1,2))"},
	} {
		want := ""
		for _, sql := range c {
			tokens, err := scan(sql)
			if err != nil {
				t.Fatal(err)
			}
			got := partitionsOf(tokens)
			if want == "" {
				want = got
			}
			if got != want || !isPartitions(got) {
				t.Errorf("%s\nis %s\nand was to be %s", sql, got, want)
			}
		}
	}
	for _, sql := range []string{"PARTITION BY HASH (`a`) PARTITIONS 2, add(`b` int)", "PARTITION BY HASH (`a`); DROP TABLE t", "PARTITION BY HASH (`a`", "DROP TABLE t"} {
		if isPartitions(sql) {
			t.Errorf("%s is taken for a PARTITION BY", sql)
		}
	}
}

// TestSequenceSQL: a sequence is what it is by default, said or not.
func TestSequenceSQL(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"": "START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775806 INCREMENT BY 1 CACHE 1000 NOCYCLE",
		"start with 1 minvalue 1 maxvalue 9223372036854775806 increment by 5 cache 1000 nocycle ENGINE=InnoDB"://
		"START WITH 1 MINVALUE 1 MAXVALUE 9223372036854775806 INCREMENT BY 5 CACHE 1000 NOCYCLE",
		"INCREMENT BY -1 NO CYCLE": "START WITH -1 MINVALUE -9223372036854775807 MAXVALUE -1 INCREMENT BY -1 CACHE 1000 NOCYCLE",
		"AS int unsigned START 5":  "AS int unsigned START WITH 5 MINVALUE 1 MAXVALUE 4294967294 INCREMENT BY 1 CACHE 1000 NOCYCLE",
		"NOCACHE CYCLE MAXVALUE=9": "START WITH 1 MINVALUE 1 MAXVALUE 9 INCREMENT BY 1 NOCACHE CYCLE",
	} {
		tokens, err := scan(sql)
		if err != nil {
			t.Fatal(err)
		}
		if got := sequenceSQL(tokens); got != want {
			t.Errorf("%s\nis %s\nand was to be %s", sql, got, want)
		}
	}
}
