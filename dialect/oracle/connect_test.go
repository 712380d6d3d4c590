package oracle

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/dialect/narrow"
	"assay/internal/lab/oracle"
	"assay/schema"
)

// A recorded is a server that answers as it is told: rows by the beginning of a query. It stands in for Oracle's, which cannot be had here.
type recorded struct {
	answers map[string][][]driver.Value
	fails   map[string]error
	asked   []string
}

func (r *recorded) Connect(context.Context) (driver.Conn, error) { return recordedConn{r}, nil }
func (r *recorded) Driver() driver.Driver                        { return nil }

type recordedConn struct{ *recorded }

func (c recordedConn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("nothing is prepared")
}
func (c recordedConn) Close() error              { return nil }
func (c recordedConn) Begin() (driver.Tx, error) { return recordedTx(c), nil }

func (c recordedConn) ExecContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Result, error) {
	c.asked = append(c.asked, query)
	return driver.RowsAffected(0), nil
}

func (c recordedConn) QueryContext(ctx context.Context, query string, _ []driver.NamedValue) (driver.Rows, error) {
	c.asked = append(c.asked, query)
	for part, err := range c.fails {
		if strings.Contains(query, part) {
			return nil, err
		}
	}
	rows, known := c.answers[query]
	if !known {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return &recordedRows{rows}, nil
}

type recordedTx struct{ *recorded }

func (recordedTx) Commit() error { return errors.New("nothing is to be committed") }

func (t recordedTx) Rollback() error {
	t.asked = append(t.asked, "ROLLBACK")
	return nil
}

type recordedRows struct{ rows [][]driver.Value }

func (r *recordedRows) Columns() []string {
	if len(r.rows) == 0 {
		return nil
	}
	return make([]string, len(r.rows[0]))
}
func (r *recordedRows) Close() error { return nil }

func (r *recordedRows) Next(row []driver.Value) error {
	if len(r.rows) == 0 {
		return io.EOF
	}
	copy(row, r.rows[0])
	r.rows = r.rows[1:]
	return nil
}

// sample is a database with a table and its stamp.
func sample() *schema.Database {
	s := schema.New(semantics)
	s.Add(&schema.Table{
		Name: "ps_aors", Columns: []schema.Column{
			{Name: "id", Type: schema.Type{Name: "varchar2", Args: "40 char"}},
			{Name: "start", Type: schema.Type{Name: "number", Args: "10,2"}, Nullable: true, Default: "1"},
		},
		Indexes: []schema.Index{{Name: "ps_aors_pk", Kind: schema.Primary, Parts: schema.Columns("id")}},
	})
	s.Add(&schema.Table{Name: "alembic_version", Columns: []schema.Column{{Name: "version_num", Type: schema.Type{Name: "varchar2", Args: "32 char"}}}})
	return &schema.Database{
		Server: ServerOf("19.0.0.0.0"), Schema: s,
		Stamps: []schema.Stamp{{Table: "alembic_version", Revisions: []string{"4da0c5f79a9c"}}},
	}
}

// serving answers the queries with the rows that a catalogue file of the sample has.
func serving(t *testing.T, dba bool) (*recorded, *schema.Database) {
	t.Helper()
	file := oracle.Print(sample(), New(sample().Server).Quote)
	var rows []schema.Row
	for line := range strings.Lines(file) {
		r, err := schema.ParseRow(line)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	want, err := FromCatalogue(rows[:len(rows)-1], schema.Target{})
	if err != nil {
		t.Fatal(err)
	}
	r := &recorded{answers: map[string][][]driver.Value{
		"SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual":                                      {{oracle.Owner}},
		"SELECT privilege FROM session_privs WHERE privilege = 'SELECT ANY DICTIONARY'":                  nil,
		`SELECT version_num FROM "` + oracle.Owner + `"."ALEMBIC_VERSION"`:                               {{"4da0c5f79a9c"}},
		strings.NewReplacer("{o}", "'ASTERISK'", "{other}", "").Replace(versionTables):                   {{"ALEMBIC_VERSION"}},
		strings.NewReplacer("{o}", "'ASTERISK'", "{other}", "", " all_", " dba_").Replace(versionTables): {{"ALEMBIC_VERSION"}},
	}}
	names := strings.NewReplacer("{o}", "'ASTERISK'")
	if dba {
		r.answers["SELECT privilege FROM session_privs WHERE privilege = 'SELECT ANY DICTIONARY'"] = [][]driver.Value{{"SELECT ANY DICTIONARY"}}
		names = strings.NewReplacer("{o}", "'ASTERISK'", " all_", " dba_", "privilege = 'SELECT ANY TABLE'", "privilege = 'SELECT ANY DICTIONARY'")
	}
	for _, q := range queries {
		answer := [][]driver.Value{}
		for _, row := range rows {
			if row.Kind() != q.kind {
				continue
			}
			var values []driver.Value
			for c := range strings.FieldsSeq(q.columns) {
				name := strings.TrimPrefix(c, "#")
				if values = append(values, nil); row.Has(name) {
					values[len(values)-1] = row.Text(name)
				}
			}
			answer = append(answer, values)
		}
		r.answers[names.Replace(q.sql)] = answer
	}
	return r, want
}

// TestRead: what the queries give one by one is what the file says that they print, and nothing is sent that writes.
func TestRead(t *testing.T) {
	t.Parallel()
	for _, dba := range []bool{false, true} {
		server, want := serving(t, dba)
		s, err := begin(t.Context(), sql.OpenDB(server), schema.Target{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.close()
		if g, w := got.Schema.SortedTables(), want.Schema.SortedTables(); len(g) != 2 || g[1].Columns[1] != w[1].Columns[1] || !slices.Equal(got.Stamps[0].Revisions, want.Stamps[0].Revisions) {
			t.Errorf("read %+v\nin place of %+v", g, w)
		}
		if first, last := server.asked[0], server.asked[len(server.asked)-1]; first != "SET TRANSACTION READ ONLY" || last != "ROLLBACK" {
			t.Errorf("it begins with %s and ends with %s", first, last)
		}
		for _, q := range server.asked[1 : len(server.asked)-1] {
			if !strings.HasPrefix(q, "SELECT ") || strings.Contains(q, map[bool]string{true: " all_", false: " dba_"}[dba]) {
				t.Errorf("asked %s", q)
			}
		}
	}
}

// TestReadWithoutRights: a version table that may not be read is there, and what the server says no to otherwise is an error with its code.
func TestReadWithoutRights(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"ORA-00942: table or view does not exist": "", "ORA-01031: insufficient privileges": "", "ORA-01555: snapshot too old": "ORA-01555",
	} {
		server, _ := serving(t, false)
		server.fails = map[string]error{"SELECT version_num": errors.New(said)}
		s, err := begin(t.Context(), sql.OpenDB(server), schema.Target{})
		if err != nil {
			t.Fatal(err)
		}
		db, err := s.read(t.Context())
		s.close()
		switch e, coded := errors.AsType[serverError](err); {
		case want != "" && (!coded || e.SQLState() != want):
			t.Errorf("%s: %v", said, err)
		case want == "" && (err != nil || len(db.Unread) != 1 || len(db.Stamps) > 0):
			t.Errorf("%s: %+v %v", said, db, err)
		}
	}
}

// TestAsk: a question is one that reads, and has its time.
func TestAsk(t *testing.T) {
	t.Parallel()
	server := &recorded{answers: map[string][][]driver.Value{"SELECT COUNT(*) FROM ps_aors": {{"7"}}, "SELECT id FROM ps_aors": {{nil}}}}
	s, err := begin(t.Context(), sql.OpenDB(server), schema.Target{})
	if err != nil {
		t.Fatal(err)
	}
	var questions []schema.Question
	all := []string{
		"SELECT COUNT(*) FROM ps_aors", "SELECT id FROM ps_aors", "SELECT 1 FROM slow", "DELETE FROM ps_aors", "SELECT 1 FROM dual FOR UPDATE",
		"SELECT own.f(1) FROM dual", "SELECT 1 FROM dual; DROP TABLE t", "WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM dual",
	}
	for _, q := range all {
		questions = append(questions, schema.Question{SQL: q})
	}
	answers, err := s.ask(t.Context(), questions, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		want := narrow.ErrUnasked.Error()
		switch i {
		case 0, 1:
			want = ""
		case 2:
			want = "it took longer than 50ms"
		}
		if a.Unanswered != want {
			t.Errorf("%s: %q", all[i], a.Unanswered)
		}
	}
	if answers[0].Rows[0][0] != "7" || answers[1].Rows[0][0] != "NULL" {
		t.Errorf("%+v", answers[:2])
	}
}

// TestAddress: SQLAlchemy's spellings, and names of tnsnames.ora.
func TestAddress(t *testing.T) {
	folder := t.TempDir()
	const names = "# ours\nFIRST, second =\n  (DESCRIPTION =\n    (ADDRESS = (PROTOCOL = TCP)(HOST = db)(PORT = 1521))\n    (CONNECT_DATA = (SERVICE_NAME = pbx))\n  )\n" +
		"third = (DESCRIPTION = (CONNECT_DATA = (SID = x)))\n"
	if err := os.WriteFile(filepath.Join(folder, "tnsnames.ora"), []byte(names), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TNS_ADMIN", folder)
	const second = "(DESCRIPTION =(ADDRESS = (PROTOCOL = TCP)(HOST = db)(PORT = 1521))(CONNECT_DATA = (SERVICE_NAME = pbx)))"
	for _, c := range []struct {
		target schema.Target
		want   string
	}{
		{schema.Target{Host: "db", User: "u", Database: "pbx"}, "db:1521 pbx false "},
		{schema.Target{Host: "db", Port: 1600, User: "u", Params: map[string]string{"service_name": "pbx"}}, "db:1600 pbx false "},
		{schema.Target{Host: "db", User: "u", Params: map[string]string{"sid": "ORCL", "encoding": "UTF-8"}}, "db:1521 ORCL true "},
		{schema.Target{Host: "db", User: "u", Database: "p", Params: map[string]string{"protocol": "tcps", "ssl_server_dn_match": "no"}}, "db:1521 p false SSL=TRUE SSL VERIFY=FALSE "},
		{schema.Target{Host: "db", User: "u", Database: "p", Params: map[string]string{"wallet_location": folder}}, "db:1521 p false SSL=TRUE WALLET=" + folder},
		{schema.Target{Host: "db", User: "u", Database: "p", Params: map[string]string{"wallet": "/nowhere"}}, "the folder of the wallet, /nowhere, cannot be read"},
		{schema.Target{Host: "Second", User: "u"}, second},
		{schema.Target{Host: "fourth", User: "u"}, `tnsnames.ora has no name "fourth"`},
		{schema.Target{Host: "db", Database: "p"}, "no user is named"},
		{schema.Target{Host: "db", User: "u", Database: "p", Params: map[string]string{"odd": "1"}}, `parameter "odd" is not known`},
	} {
		a, err := addressOf(c.target)
		got := a.descriptor
		if err != nil {
			got = err.Error()
		} else if got == "" {
			got = a.host + ":" + map[int]string{1521: "1521", 1600: "1600"}[a.port] + " " + a.service + " " + map[bool]string{true: "true", false: "false"}[a.sid] + " "
			for _, key := range []string{"SSL", "SSL VERIFY", "WALLET"} {
				if a.options[key] != "" {
					got += key + "=" + a.options[key] + " "
				}
			}
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%+v is %s\nin place of %s", c.target, got, c.want)
		}
	}
}
