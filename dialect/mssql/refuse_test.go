package mssql

import (
	"strings"
	"testing"

	"assay/schema"
)

// TestDroppedDefault: a column is not dropped while it has a default; Alembic drops that first where mssql_drop_default says so.
func TestDroppedDefault(t *testing.T) {
	t.Parallel()
	r := New(schema.Server{Engine: "mssql", Version: "16"})
	s := schema.New(r.Semantics())
	all, errs := r.ParseEach([]schema.Statement{{Text: "CREATE TABLE t (id INTEGER NOT NULL, a VARCHAR(10) NULL DEFAULT 'x')"}})
	if errs[0] != nil {
		t.Fatal(errs[0])
	}
	if err := s.Apply(all[0][0]); err != nil {
		t.Fatal(err)
	}
	drop := schema.DropColumn{Table: "t", Column: "a"}
	f := r.Refusal(s, drop)
	if f == nil || f.Code != "5074" || len(f.Blockers) != 1 {
		t.Fatalf("Refusal = %v", f)
	}
	if err := s.Apply(f.Blockers[0].Drop); err != nil {
		t.Fatal(err)
	}
	if f := r.Refusal(s, drop); f != nil {
		t.Errorf("without its default, Refusal = %v", f)
	}
}

// beforeRefusals are the tables that the statements of TestRefusals are put to.
const beforeRefusals = `CREATE TABLE p (id INT NOT NULL CONSTRAINT pk_p PRIMARY KEY, code VARCHAR(20) NULL, txt VARCHAR(MAX) NULL, n INT NULL DEFAULT 5,
  u INT NULL CONSTRAINT uq_u UNIQUE, CONSTRAINT ck_n CHECK (n > 0));
CREATE TABLE c (id INT NOT NULL IDENTITY PRIMARY KEY, p_id INT NULL, p2 INT NULL, s VARCHAR(10) NULL, x AS (p2 + 1), m INT NULL DEFAULT 1,
  CONSTRAINT fk_c FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE);
CREATE INDEX ix_s ON c (s) INCLUDE (p2);
CREATE INDEX ix_code ON p (code);
CREATE TABLE heap (a INT NULL, b NVARCHAR(20) NOT NULL, cc VARCHAR(20) COLLATE Latin1_General_CS_AS NULL, d VARCHAR(30) NULL);
CREATE CLUSTERED INDEX cl ON heap (a);
CREATE TABLE texts (k VARCHAR(20) NOT NULL PRIMARY KEY);
CREATE TABLE d (id INT NOT NULL PRIMARY KEY, c_id INT NULL, p_id INT NULL, CONSTRAINT fk_d FOREIGN KEY (c_id) REFERENCES c (id) ON DELETE CASCADE);
`

// TestRefusals: what the server answers a statement, after its documentation and what people report of it; empty: it takes it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"ALTER TABLE p ADD code INT NULL":                                              "2705",
		"CREATE TABLE q (a INT, A INT)":                                                "2705",
		"CREATE TABLE p (a INT)":                                                       "2714",
		"CREATE TABLE pk_p (a INT)":                                                    "2714",
		"CREATE TABLE fk_c (a INT)":                                                    "2714",
		"CREATE TABLE q (a INT CONSTRAINT ck_n CHECK (a > 0))":                         "2714",
		"CREATE TABLE q (a INT, CONSTRAINT pk_p PRIMARY KEY (a))":                      "2714",
		"ALTER TABLE heap ADD CONSTRAINT heap CHECK (a > 0)":                           "2714",
		"ALTER TABLE heap ADD CONSTRAINT p UNIQUE (b)":                                 "2714",
		"ALTER TABLE heap ADD CONSTRAINT fk_c FOREIGN KEY (a) REFERENCES p":            "2714",
		"CREATE TABLE q (a INT, b INT, PRIMARY KEY (a), CONSTRAINT k PRIMARY KEY (b))": "1779",
		"ALTER TABLE p ADD CONSTRAINT pk2 PRIMARY KEY (id)":                            "1779",
		"ALTER TABLE heap ADD CONSTRAINT pk_h PRIMARY KEY (a)":                         "8111",
		"ALTER TABLE heap ADD CONSTRAINT pk_h PRIMARY KEY (b)":                         "",

		"CREATE TABLE q (a INT, FOREIGN KEY (a) REFERENCES nope (id))":                "1767",
		"CREATE TABLE q (a INT, FOREIGN KEY (a) REFERENCES p (zz))":                   "1770",
		"CREATE TABLE q (a INT, FOREIGN KEY (zz) REFERENCES p (id))":                  "1769",
		"CREATE TABLE q (a VARCHAR(20), FOREIGN KEY (a) REFERENCES p (code))":         "1776",
		"CREATE TABLE q (a BIGINT, FOREIGN KEY (a) REFERENCES p (id))":                "1778",
		"CREATE TABLE q (a INT PRIMARY KEY, b INT, FOREIGN KEY (b) REFERENCES q (a))": "",
		"ALTER TABLE heap ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES texts (k)":      "1778",
		"ALTER TABLE heap ADD CONSTRAINT f FOREIGN KEY (d) REFERENCES texts (k)":      "1753",
		"ALTER TABLE heap ADD CONSTRAINT f FOREIGN KEY (cc) REFERENCES texts (k)":     "1757",

		"ALTER TABLE d ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE":  "1785",
		"ALTER TABLE d ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL": "1785",
		"ALTER TABLE d ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES d (id) ON DELETE SET NULL": "1785",
		"ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES d (id) ON DELETE CASCADE":     "1785",
		"ALTER TABLE d ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id)":                    "",
		"ALTER TABLE d ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE":  "",

		"CREATE TABLE q (a INT IDENTITY, b INT IDENTITY)": "2744",
		"ALTER TABLE c ADD k INT IDENTITY":                "2744",
		"CREATE TABLE q (a VARCHAR(MAX) UNIQUE)":          "1919",
		"CREATE INDEX i ON p (txt)":                       "1919",
		"CREATE INDEX i ON p (code) INCLUDE (txt)":        "",
		"CREATE INDEX i ON p (code, CODE)":                "1909",
		"CREATE CLUSTERED INDEX i ON heap (b)":            "1902",
		"CREATE CLUSTERED INDEX i ON p (code)":            "1902",

		"ALTER TABLE c ALTER COLUMN m BIGINT NULL":                                      "5074", // for its default
		"ALTER TABLE c ALTER COLUMN m INT NOT NULL":                                     "",
		"ALTER TABLE c ADD DEFAULT 2 FOR m":                                             "1781",
		"ALTER TABLE p ADD DEFAULT 'x' FOR code":                                        "",
		"ALTER TABLE c ALTER COLUMN x INT":                                              "4928",
		"ALTER TABLE p ALTER COLUMN id INT NULL":                                        "5074",
		"ALTER TABLE p ALTER COLUMN code VARCHAR(40) NULL":                              "",
		"ALTER TABLE p ALTER COLUMN code VARCHAR(10) NULL":                              "5074",
		"ALTER TABLE p ALTER COLUMN code NVARCHAR(40) NULL":                             "5074",
		"ALTER TABLE p ALTER COLUMN code VARCHAR(20) COLLATE Latin1_General_CS_AS NULL": "5074",

		"ALTER TABLE p DROP CONSTRAINT pk_p":      "3725",
		"ALTER TABLE p DROP CONSTRAINT uq_u":      "",
		"EXEC sp_rename 'p', 'c'":                 "15335",
		"EXEC sp_rename 'c.p2', 'm2', 'COLUMN'":   "15336",
		"EXEC sp_rename 'p.code', 'm', 'COLUMN'":  "",
		"EXEC sp_rename 'p.code', 'id', 'COLUMN'": "15335",
	} {
		r := New(schema.Server{Engine: "mssql", Version: "16"})
		if got := answer(t, r, sql); got != want {
			t.Errorf("%s: the answer is %q, want %q", sql, got, want)
		}
	}
}

// answer is the code of what the server says to the last statement, behind those that make the tables.
func answer(t *testing.T, r *Room, sql string) string {
	t.Helper()
	all, err := r.Split(beforeRefusals + sql)
	if err != nil {
		t.Fatal(err)
	}
	changes, errs := r.ParseEach(all)
	s := schema.New(r.Semantics())
	for i, list := range changes {
		if errs[i] != nil {
			t.Fatalf("%s: %v", all[i].Text, errs[i])
		}
		for _, c := range list {
			switch f := r.Refusal(s, c); {
			case f != nil && i == len(all)-1:
				return f.Code
			case f != nil:
				t.Fatalf("%s: %v", all[i].Text, f)
			}
			if err := s.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return ""
}

// TestKeyAside: the foreign key that keeps a primary key from being dropped can be set aside.
func TestKeyAside(t *testing.T) {
	t.Parallel()
	r := New(schema.Server{Engine: "mssql", Version: "16"})
	s := schema.New(r.Semantics())
	changes, err := r.Parse(beforeRefusals)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if err := s.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	drop := schema.DropIndex{Table: "p", Name: "pk_p", Kind: schema.Primary}
	f := r.Refusal(s, drop)
	if f == nil || len(f.Blockers) != 1 || !strings.Contains(f.Blockers[0].What, "c.fk_c") {
		t.Fatalf("Refusal = %+v", f)
	}
	if err := s.Apply(f.Blockers[0].Drop); err != nil {
		t.Fatal(err)
	}
	if f := r.Refusal(s, drop); f != nil {
		t.Errorf("without the foreign key, Refusal = %v", f)
	}
}
