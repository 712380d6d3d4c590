package oracle

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"assay/dialect/narrow"
	"assay/schema"
)

// A session is one transaction that only reads. Nothing that it sends writes.
type session struct {
	*sql.Tx
	db     *sql.DB
	target schema.Target
}

// open connects. A name that is no service of the listener's may be the SID of an instance, as SQLAlchemy takes it.
func open(ctx context.Context, t schema.Target) (*session, error) {
	a, err := addressOf(t)
	if err != nil {
		return nil, err
	}
	for {
		c, err := connector(a)
		if err != nil {
			return nil, err
		}
		s, err := begin(ctx, sql.OpenDB(c), t)
		if err == nil || a.sid || a.descriptor != "" || !refusedWith(err, "ORA-12514") {
			return s, err
		}
		a.sid = true
	}
}

// begin opens a transaction and has it read only, which it says by itself, since the driver does not know of such ones.
func begin(ctx context.Context, db *sql.DB, t schema.Target) (*session, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(told(err), db.Close())
	}
	s := &session{tx, db, t}
	if _, err := tx.ExecContext(ctx, "SET TRANSACTION READ ONLY"); err != nil {
		s.close()
		return nil, told(err)
	}
	return s, nil
}

func (s *session) close() {
	_ = s.Rollback()
	_ = s.db.Close()
}

// A serverError is what the server, or its listener, says no with.
type serverError struct {
	error
	code string
}

// SQLState is the code, as ORA-01017.
func (e serverError) SQLState() string { return e.code }

var oraCode = schema.Pattern(`\bORA-\d{5}\b`)

// told is an error with Oracle's code, which the driver has in its text.
func told(err error) error {
	if err == nil {
		return nil
	}
	if code := oraCode().FindString(err.Error()); code != "" {
		return serverError{err, code}
	}
	return err
}

func refusedWith(err error, codes ...string) bool {
	r, ok := errors.AsType[serverError](err)
	return ok && slices.Contains(codes, r.code)
}

// query runs a query and calls each for every row: its values are texts, nil for NULL.
func (s *session) query(ctx context.Context, query string, each func(columns []string, values []*string) error) error {
	began, n := time.Now(), 0
	rows, err := s.QueryContext(ctx, query)
	if err != nil {
		return told(err)
	}
	defer rows.Close()
	err = narrow.EachRow(rows, func(columns []string, values []*string) error {
		n++
		return each(columns, values)
	})
	if s.target.Trace != nil {
		s.target.Trace(query, n, time.Since(began))
	}
	return told(cmp.Or(err, rows.Err()))
}

// texts are the first column of all rows.
func (s *session) texts(ctx context.Context, query string) (all []string, err error) {
	err = s.query(ctx, query, func(_ []string, values []*string) error {
		if values[0] != nil {
			all = append(all, *values[0])
		}
		return nil
	})
	return all, err
}

// Read reads a live database: it runs what [Queries] prints, query by query.
func Read(ctx context.Context, t schema.Target) (*schema.Database, error) {
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.read(ctx)
}

func (s *session) read(ctx context.Context) (*schema.Database, error) {
	owner, err := s.owner(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.dictionary(ctx, owner)
	if err != nil {
		return nil, err
	}
	var rows []schema.Row
	for _, q := range queries {
		err := s.query(ctx, names.Replace(q.sql), func(_ []string, values []*string) error {
			r, err := q.row(values)
			rows = append(rows, r)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	stamps, err := s.stamps(ctx, owner, names)
	if err != nil {
		return nil, err
	}
	db, err := FromCatalogue(slices.Concat(rows, stamps), s.target)
	if err == nil && s.target.Met != nil {
		s.target.Met(db.Server)
	}
	return db, err
}

// owner is whose tables are read.
func (s *session) owner(ctx context.Context) (string, error) {
	if s.target.Schema != "" {
		return ownerName(s.target.Schema), nil
	}
	all, err := s.texts(ctx, "SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual")
	if err == nil && len(all) != 1 {
		err = unread("the server does not say whose schema it is in", "name it with --schema")
	}
	return strings.Join(all, ""), err
}

// dictionary says which views the queries read: those of all that there is, where the user may.
func (s *session) dictionary(ctx context.Context, owner string) (*strings.Replacer, error) {
	may, err := s.texts(ctx, "SELECT privilege FROM session_privs WHERE privilege = 'SELECT ANY DICTIONARY'")
	if err != nil {
		return nil, err
	}
	pairs := []string{"{o}", literal(owner), "{other}", other(s.target)}
	if len(may) > 0 {
		pairs = append(pairs, " all_", " dba_", "privilege = 'SELECT ANY TABLE'", "privilege = 'SELECT ANY DICTIONARY'")
	}
	return strings.NewReplacer(pairs...), nil
}

// row is a row of the catalogue.
func (q query) row(values []*string) (schema.Row, error) {
	columns := strings.Fields(q.columns)
	if len(columns) != len(values) {
		return nil, unread(fmt.Sprintf("the server's answer has %d columns in place of %d", len(values), len(columns)), "Oracle 12.2 or newer is needed")
	}
	r := schema.Row{"k": q.kind}
	for i, c := range columns {
		if values[i] != nil && *values[i] != "" { // which is NULL
			r[strings.TrimPrefix(c, "#")] = *values[i]
		}
	}
	return r, nil
}

// stamps reads the version tables that the user may read.
func (s *session) stamps(ctx context.Context, owner string, names *strings.Replacer) (rows []schema.Row, err error) {
	tables, err := s.texts(ctx, names.Replace(versionTables))
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		revisions, err := s.texts(ctx, "SELECT version_num FROM "+inside(owner)+"."+inside(table))
		may := "1"
		if refusedWith(err, "ORA-00942", "ORA-01031") {
			may, err = "0", nil
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, schema.Row{"k": "version", "table": table, "may": may})
		for _, r := range revisions {
			rows = append(rows, schema.Row{"k": "stamp", "table": table, "version_num": r})
		}
	}
	return rows, nil
}

// inside is a name of the data dictionary in quotes. Oracle's names hold none.
func inside(stored string) string { return `"` + strings.ReplaceAll(stored, `"`, "") + `"` }

// Names are the users with schemas of their own; a server does not tell of other databases.
func Names(ctx context.Context, t schema.Target, namespaces bool) ([]string, error) {
	if !namespaces {
		return nil, unread("Oracle's databases cannot be listed", "name the service, and the schemas with --schema")
	}
	s, err := open(ctx, t)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.texts(ctx, "SELECT username FROM all_users WHERE oracle_maintained = 'N' ORDER BY username")
}

func unread(problem, hint string) error { return &schema.ReadError{Problem: problem, Hint: hint} }
