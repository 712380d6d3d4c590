// Package assay tells what a database is made of: which Alembic revision its schema really is, whatever its version stamp says, where it drifted from that,
// what the next upgrade would do, and the SQL that puts it right. It knows every Asterisk Realtime schema that was ever released, and reads the history of any
// other Alembic project ([Options.History]).
//
// A database is named as on the command line: by its URL, as Go's drivers, SQLAlchemy or libpq spell it; by the file of a dump or of a snapshot; or as
// "asterisk:RELEASE", which stands for what a clean install of that release gives.
//
// Nothing is printed, and nothing is ever written to a database. An error means that there is no answer: the database could not be read, or what was asked
// makes no sense. What is wrong with a database is no error but a finding in the answer.
package assay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"assay/audit"
	"assay/compare"
	"assay/config"
	"assay/dialect"
	"assay/expected"
	"assay/fixup"
	"assay/introspect"
	"assay/lint"
	"assay/result"
	"assay/rules"
	"assay/upgrade"
)

type (
	// A Report is what [Check], [Infer] and [Preflight] find: an entry for each tree of tables that the database holds.
	Report = result.Report
	// A Listing is what [Lint] finds, one finding after the other.
	Listing = result.Listing
	// A Finding is one thing that is wrong, or worth knowing, with the SQL that ends it.
	Finding = result.Finding
	// A Script is SQL for the engine's own client: its String method gives the text.
	Script = fixup.Script
	// A Comparison is what [Diff] finds.
	Comparison = compare.Comparison
	// A Difference is one thing in which two schemas differ.
	Difference = compare.Difference
)

// Options say what is asked for beside the database. The zero value asks for what the command line does without flags, but reads no configuration file.
type Options struct {
	// At is where the database should be, a revision or a release; empty: where its stamp says or, without one, where its schema is.
	At string
	// Trees are those of Asterisk's that are looked at: config, voicemail, cdr, queue_log; none: all. With History, there are none to choose from.
	Trees []string
	// History is a project's own history, in place of the built-in ones: the path of a recording, or of what alembic upgrade base:heads --sql prints, or of a
	// folder of such files; "-" is Stdin. Empty: the built-in ones are meant.
	History string
	// Asterisk is the release that uses the database, as 20.20.1 or 20; empty: the one that the schema points to.
	Asterisk string
	// Schema is PostgreSQL's schema; empty: the first of the search path. VersionTable is the version table, where it is not called as Alembic or Asterisk
	// call it.
	Schema, VersionTable string
	// VersionTableSchema is the schema that the version table is in, as Alembic's setting of that name says; empty: that of the tables.
	VersionTableSchema string
	// Engine is that of asterisk:RELEASE, or of a dump that does not tell, as package dialect names it; empty: the first of [dialect.Engines].
	Engine string
	// Password is used where the URL has none.
	Password string
	// Timeout is how long the reading of a database may take, a millisecond at least; 0: as long as the context allows.
	Timeout time.Duration
	// Config is the path of a configuration file (assay.yaml); empty: none is read. Its databases have no names here, and its baseline is not looked at.
	Config string
	// From is where [Preflight] begins if nothing tells the stamp, a revision or a release; empty: where the schema of a dump
	// without rows is; base: nothing has run yet, and the database may be empty.
	From string
	// Severity is the mildest finding that [Fix] repairs: error, warning or info; empty: warning.
	Severity string
	// Destroy has statements that can destroy data as statements, not as comments.
	Destroy bool
	// NoData keeps [Preflight] and [Fix] from asking the data whether a statement would fail on it. DataRows is up to how many rows a question counts, and
	// DataTimeout how long one may take; 0: 1000 rows, 5 seconds.
	NoData      bool
	DataRows    int
	DataTimeout time.Duration
	// Stdin is what "-" stands for; nil: nothing.
	Stdin io.Reader
}

// Check says whether stamp and schema of a database agree, and what differs from the revision at which it should be.
func Check(ctx context.Context, db string, o Options) (*Report, error) {
	answer, err := o.measure(ctx, db, true)
	if err != nil {
		return nil, err
	}
	return answer.Report("check"), nil
}

// Infer says which revision of which release the schema of a database really is. Its stamp is not asked.
func Infer(ctx context.Context, db string, o Options) (*Report, error) {
	i, err := o.look(ctx, db, func(l *audit.Options) { l.Unstamped = true })
	if err != nil {
		return nil, err
	}
	return i.Report()
}

// Preflight says what an upgrade to a release or revision would do to a database: see [result.Upgrade] of each tree.
func Preflight(ctx context.Context, db, to string, o Options) (*Report, error) {
	if to == "" {
		return nil, errors.New("no release or revision is named to upgrade to")
	}
	p, err := o.predict(ctx, db, to)
	if err != nil {
		return nil, err
	}
	return p.Report(), nil
}

// Fix writes the SQL that ends the drift of a database and sets its stamp. It was run in memory, and ends at the expected schema.
func Fix(ctx context.Context, db string, o Options) (*Script, error) {
	answer, err := o.measure(ctx, db, false)
	if err != nil {
		return nil, err
	}
	severity, err := o.mildest()
	if err != nil {
		return nil, err
	}
	audit.Scope{Severity: severity}.Narrow(answer)
	if !o.NoData {
		if err := answer.Inquire(ctx, cmp.Or(o.DataRows, 1000), cmp.Or(o.DataTimeout, 5*time.Second)); err != nil {
			return nil, err
		}
	}
	return answer.Script()
}

// Lint judges the schema of a database by itself or, where db is empty, the statements of [Options.History].
func Lint(ctx context.Context, db string, o Options) (*Listing, error) {
	if db != "" {
		i, err := o.look(ctx, db, func(l *audit.Options) { l.Measure, l.Unstamped = true, true })
		if err != nil {
			return nil, err
		}
		return i.Lint()
	}
	if err := o.sound(); err != nil {
		return nil, err
	}
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	history := cmp.Or(o.History, settings.History)
	if history == "" {
		return nil, errors.New("nothing is named to be judged, neither a database nor a history")
	}
	texts, err := o.reader().Texts(ctx, history)
	if err != nil {
		return nil, err
	}
	judged, err := lint.Statements(texts, lint.Options{Engine: o.Engine})
	if err != nil {
		return nil, err
	}
	return judged.Listing(settings), nil
}

// Diff compares two sources. Each is a database, or a revision or release of the built-in histories.
func Diff(ctx context.Context, a, b string, o Options) (*Comparison, error) {
	if err := o.sound(a, b); err != nil {
		return nil, err
	}
	var sides [2]*compare.Side
	for i, word := range []string{a, b} {
		s, err := compare.Parse(word)
		if err != nil {
			return nil, err
		}
		if !s.InHistory() {
			o.complete(&s.Source)
			if s.DB, err = o.reader().ReadWhole(ctx, s.Source); err != nil {
				return nil, err
			}
		}
		sides[i] = s
	}
	return compare.Sides(sides[0], sides[1], o.Engine, o.Trees)
}

// measure compares the database with where it should be. unstamped reports that the answer can do without the stamps.
func (o Options) measure(ctx context.Context, db string, unstamped bool) (*audit.Answer, error) {
	i, err := o.look(ctx, db, func(l *audit.Options) { l.To, l.Unstamped = o.At, unstamped })
	if err != nil {
		return nil, err
	}
	return i.Measure(o.At)
}

// mildest is the mildest finding that is repaired.
func (o Options) mildest() (rules.Severity, error) {
	severity, ok := rules.ParseSeverity(cmp.Or(o.Severity, rules.Warning.String()))
	if !ok {
		return severity, fmt.Errorf("no severity is called %q: there are error, warning and info", o.Severity)
	}
	return severity, nil
}

func (o Options) predict(ctx context.Context, db, to string) (*upgrade.Prediction, error) {
	i, err := o.look(ctx, db, func(l *audit.Options) { l.To, l.AtBase = to, o.From == audit.Base })
	if err != nil {
		return nil, err
	}
	p, err := upgrade.Predict(i, o.From, to)
	if err != nil {
		return nil, err
	}
	q := upgrade.Questions{None: o.NoData, Rows: cmp.Or(o.DataRows, 1000), Timeout: cmp.Or(o.DataTimeout, 5*time.Second)}
	return p, p.Inquire(ctx, q)
}

// look reads the database. more says what else the question asks of it.
func (o Options) look(ctx context.Context, db string, more func(*audit.Options)) (*audit.Inference, error) {
	if err := o.sound(db); err != nil {
		return nil, err
	}
	source, err := introspect.Parse(db)
	if err != nil {
		return nil, err
	}
	if source.Release != "" && o.History != "" {
		return nil, fmt.Errorf("%s is of the built-in histories, and another one is named", db)
	}
	o.complete(&source)
	l := audit.Options{Source: source, Trees: o.Trees, VersionTable: o.VersionTable, Destroy: o.Destroy}
	if l.Settings, err = o.settings(); err != nil {
		return nil, err
	}
	if o.History = cmp.Or(o.History, l.Settings.History); source.Release != "" {
		o.History = ""
	}
	if err := o.sound(db); err != nil { // with the file's history
		return nil, err
	}
	if o.Asterisk != "" {
		if l.Asterisk, err = expected.FindRelease(o.Asterisk); err != nil {
			return nil, err
		}
	}
	if o.History != "" {
		if l.History, err = o.reader().Texts(ctx, o.History); err != nil {
			return nil, err
		}
	}
	more(&l)
	return audit.Look(ctx, o.reader(), l)
}

// sound refuses options that contradict each other, and those under which nothing would be found. dbs are the databases that are asked about.
func (o Options) sound(dbs ...string) error {
	limits := func(t time.Duration) bool { return t == 0 || t >= time.Millisecond } // what servers count in; to MySQL and MariaDB, none of them is no limit
	stdin := slices.DeleteFunc(append([]string{o.History}, dbs...), func(name string) bool { return name != "-" })
	switch {
	case len(stdin) > 1:
		return errors.New(`"-" is named twice, and Stdin can be read once`)
	case o.History != "" && len(o.Trees) > 0:
		return errors.New("the Trees are those of the built-in histories, and another one is named")
	case o.History != "" && o.Asterisk != "":
		return errors.New("a release of Asterisk is for the built-in histories, and another one is named: what else uses a database is not known")
	case !limits(o.Timeout):
		return fmt.Errorf("a Timeout of %s: a reading needs at least a millisecond", o.Timeout)
	case !limits(o.DataTimeout):
		return fmt.Errorf("a DataTimeout of %s: a question needs at least a millisecond", o.DataTimeout)
	case o.DataRows < 0:
		return fmt.Errorf("%d DataRows: a question must be let count at least one row", o.DataRows)
	}
	return expected.KnowTrees(o.Trees)
}

// complete adds to a source what the options say of it.
func (o Options) complete(s *introspect.Source) {
	s.Target.Schema = cmp.Or(o.Schema, s.Target.Schema)
	s.Target.VersionTable = cmp.Or(o.VersionTable, s.Target.VersionTable)
	s.Target.VersionSchema = cmp.Or(o.VersionTableSchema, s.Target.VersionSchema)
	s.Timeout = o.Timeout
	switch {
	case s.Release != "":
		s.Engine = cmp.Or(o.Engine, dialect.Default())
	case s.Path != "":
		s.Engine = o.Engine
	case s.Target.Password == "" && o.Password != "":
		s.SetPassword(o.Password)
	}
}

func (o Options) settings() (*config.File, error) {
	if o.Config == "" {
		return &config.File{}, nil
	}
	return config.Read("", o.Config)
}

func (o Options) reader() *audit.Reader { return &audit.Reader{Stdin: o.Stdin} }
