package record

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// printed is what Alembic 1.8.1 printed of a history, a script's own words before it.
const printed = `loading plugins
Rev: n3 (head) (mergepoint)
Merges: n1, n2
Also depends on: x1, billing
Branch names: shop, billing
Path: /srv/versions/n3.py

    the two are one

    Revision ID: n3
    Revises: n1, n2

Rev: n2
Parent: b0
Branch names: shop
Path: /srv/versions/n2.py

    second

Rev: n1
Parent: b0
Branch names: billing, shop
Path: /srv/versions/n1.py

    first

Rev: b0 (branchpoint)
Parent: <base>
Branches into: n1, n2
Branch names: shop
Path: /srv/versions/b0.py

    
    begin

Rev: x1 (head)
Parent: <base>
Path: /srv/versions/x1.py


`

func TestRevisions(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte(printed), 0o600); err != nil {
		t.Fatal(err)
	}
	tool := Tool{List: "cat " + list}
	got, err := tool.Revisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Revision{
		{ID: "x1"},
		{ID: "b0", Message: "begin", Labels: []string{"shop"}},
		{ID: "n1", Message: "first", Down: []string{"b0"}, Labels: []string{"billing"}},
		{ID: "n2", Message: "second", Down: []string{"b0"}, Labels: []string{}},
		{ID: "n3", Message: "the two are one", Down: []string{"n1", "n2"}, DependsOn: []string{"n1", "x1"}, Labels: []string{}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRevisionsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"": "lists no revision",
		"Rev: a\nParent: b\n\nRev: b\nParent: a\n":   "never gets its turn",
		"Rev: a\nParent: gone\n":                     "revision a never gets its turn",
		"Rev: a\nParent: <base>\nAlso depends on: q": "revision a depends on q",
	} {
		list := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		tool := Tool{List: "cat " + list}
		if _, err := tool.Revisions(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestCopy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "alembic.ini")
	text := "; SQLAlchemy.url = comment\n[other]\nsqlalchemy.url = other\n[alembic]\nscript_location = %(here)s/m\nSQLAlchemy.URL: mysql+pymysql://\n  continued\n# kept\nx = 1\n[loggers]\nkeys = root"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tool := Tool{Config: file, Section: "alembic", URL: "mysql://u:50%25@h/db"}
	if err := tool.Open(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(tool.ini)
	if err != nil {
		t.Fatal(err)
	}
	want := "; SQLAlchemy.url = comment\n[other]\nsqlalchemy.url = other\n[alembic]\nsqlalchemy.url = mysql+pymysql://u:50%%25@h/db\nscript_location = %(here)s/m\n# kept\nx = 1\n[loggers]\nkeys = root"
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if err := tool.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(tool.ini); !os.IsNotExist(err) {
		t.Errorf("the copy is still there: %v", err)
	}
	none := Tool{Config: file, Section: "prod", URL: "mysql://h/db"}
	if err := none.Open(); err == nil || !strings.Contains(err.Error(), "there is no section [prod]") {
		t.Error(err)
	}
}

func TestWithDriver(t *testing.T) {
	for _, c := range []struct{ to, own, want string }{
		{"mysql://h/d", "mysql+aiomysql://x/y", "mysql+aiomysql://h/d"},
		{"mariadb://h/d", "mysql+pymysql://x/y", "mariadb+pymysql://h/d"},
		{"mysql+pymysql://h/d", "mysql+aiomysql://x/y", "mysql+pymysql://h/d"},
		{"postgresql://h/d", "mysql+pymysql://x/y", "postgresql://h/d"},
		{"postgres://h/d", "postgresql+asyncpg://x/y", "postgresql+asyncpg://h/d"},
		{"postgresql://h/d", "", "postgresql://h/d"},
	} {
		if got := withDriver(c.to, c.own); got != c.want {
			t.Errorf("withDriver(%s, %s) = %s, want %s", c.to, c.own, got, c.want)
		}
	}
}

func TestLastWords(t *testing.T) {
	for said, want := range map[string]string{
		"":         "it did not say why",
		"x\ny\n\n": "y",
		"FAILED: Can't locate revision identified by 'q'\n":         "FAILED: Can't locate revision identified by 'q'",
		"Traceback:\n  raise ValueError(\"x\")\nKeyError: 'a'\nbye": "KeyError: 'a'",
		"AssertionError\nbye": "AssertionError",
		"11:40 ERROR aodh \x1b[01mcfg.RequiredOptError: value required\x1b[00m\n11:40 ERROR aodh \x1b[00m": "cfg.RequiredOptError: value required",
	} {
		if got := lastWords(said); got != want {
			t.Errorf("of %q the last words are %q, want %q", said, got, want)
		}
	}
}

// TestFailure quotes the line that says most, as SQLAlchemy 1.4 puts it, and no password.
func TestFailure(t *testing.T) {
	said := `Traceback (most recent call last):
  File "env.py", line 1
sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1050, "Table 't' already exists, s3cret")
[SQL: CREATE TABLE t (id int)
]
(Background on this error at: https://sqlalche.me/e/14/e3q8)
`
	file := filepath.Join(t.TempDir(), "said")
	if err := os.WriteFile(file, []byte(said), 0o600); err != nil {
		t.Fatal(err)
	}
	tool := Tool{Command: "cat " + file + "; exit 3 # {revision}", URL: "mysql://u:s3cret@h/d"}
	err := tool.Upgrade(t.Context(), "r'1")
	if err == nil || !strings.HasSuffix(err.Error(), `(exit status 3): sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1050, "Table 't' already exists, ***")`) {
		t.Error(err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	begun := filepath.Join(t.TempDir(), "begun")
	tool := Tool{Command: "touch " + begun + "; exec sleep 1000 # {revision}"}
	go func() {
		for ; ; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(begun); err == nil {
				cancel()
				return
			}
		}
	}()
	if err := tool.Upgrade(ctx, "r"); err == nil || !strings.HasSuffix(err.Error(), "` was interrupted") {
		t.Error(err)
	}
}
