// Package target finds out which database a command line means, and how to get into it: by its URL, by a file, by its name in assay.yaml, by Alembic's own
// configuration file, or by the environment.
package target

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"assay/config"
	"assay/dialect"
	"assay/expected"
	"assay/introspect"
	"assay/record"
	"assay/result"
)

// Words are what a user says of which database is meant.
type Words struct {
	DB           string // a URL, a name in the configuration file, or a file; empty: none is named
	INI, Section string // Alembic's own configuration file, in place of DB
	Settings     *config.File
	Env          func(string) (string, bool)
}

// urlVariable holds the URL of the database where the command line names none.
const urlVariable = "ASSAY_DATABASE_URL"

// Find returns the database that is meant and, where the configuration file names it, what that says of it: on the command line or, failing that, in the
// environment, or in the configuration file.
func (w Words) Find() (introspect.Source, config.Database, error) {
	env, _ := w.Env(urlVariable)
	switch {
	case w.INI != "" && w.DB != "":
		return introspect.Source{}, config.Database{}, fmt.Errorf("two databases are named, by -c %s and by a URL: name one", w.INI)
	case w.INI != "":
		s, err := introspect.ReadINI(w.INI, w.Section)
		return s, config.Database{}, err
	case w.DB != "":
		return w.open(w.DB)
	case env == "":
		return w.nameless()
	}
	s, entry, err := w.open(env)
	if word, _, _ := strings.Cut(env, "://"); err != nil && strings.Contains(err.Error(), strings.TrimSpace(word)) { // it may be the password alone
		err = errors.New("what it holds is no database's URL, nor a name in assay.yaml, nor a file: write one like mysql://user@host/asterisk")
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", urlVariable, err)
	}
	return s, entry, err
}

// open finds out how to get into a database that is named by its URL or by its name in the configuration file.
func (w Words) open(db string) (introspect.Source, config.Database, error) {
	if entry, ok := w.Settings.Database(db); ok {
		return w.enter(entry)
	}
	s, err := introspect.Parse(db)
	if err != nil && config.IsName(db) {
		err = w.nameUnknown(db, err)
	}
	return s, config.Database{}, err
}

// nameUnknown says of a word that is no database's name in the configuration file where it was looked for; why says what else it is not.
func (w Words) nameUnknown(word string, why error) error {
	if names := w.Settings.Names(); len(names) > 0 {
		return fmt.Errorf("there is no file %q, and no database of that name in %s: there are %s", word, w.Settings.Path, strings.Join(names, ", "))
	}
	return fmt.Errorf("%w, and no assay.yaml that names it", why)
}

// Named says which database is meant, and by what.
func (w Words) Named(source introspect.Source, entry config.Database) result.Check {
	said := source.String()
	switch {
	case w.INI != "":
		said += ", as " + w.INI + " has it"
	case entry.Name != "":
		said += fmt.Sprintf(", which %s calls %s", entry.Where, entry.Name)
	}
	if w.Settings.Path == "" {
		said += "; there is no assay.yaml"
	} else if entry.Name == "" {
		said += "; settings are those of " + w.Settings.Path
	}
	return result.Check{What: "database", State: result.OK, Said: said}
}

// enter takes what the configuration file says of a database.
func (w Words) enter(entry config.Database) (introspect.Source, config.Database, error) {
	s, err := sourceOf(entry, w.Env)
	if err != nil {
		return s, entry, err
	}
	if err := expected.KnowTrees(entry.Tree); err != nil {
		return s, entry, fmt.Errorf("%s: %w", entry.Where, err)
	}
	if err := introspect.Spaceless(s.Engine); err != nil && entry.Schema != "" {
		return s, entry, fmt.Errorf("%s: %w", entry.Where, err)
	}
	s.Target.Schema = cmp.Or(entry.Schema, s.Target.Schema)
	s.Target.VersionTable = cmp.Or(entry.VersionTable, s.Target.VersionTable)
	s.Target.VersionSchema = cmp.Or(entry.VersionSchema, s.Target.VersionSchema)
	return s, entry, nil
}

// nameless is the database where the user names none: the only one in the configuration file.
func (w Words) nameless() (introspect.Source, config.Database, error) {
	switch names := w.Settings.Names(); len(names) {
	case 0:
		return introspect.Source{}, config.Database{},
			errors.New("no database is named: give its URL, -c config.ini or ASSAY_DATABASE_URL, as in: assay check mysql://user@host/asterisk")
	case 1:
		return w.enter(w.Settings.Databases[0])
	default:
		return introspect.Source{}, config.Database{},
			fmt.Errorf("no database is named, and %s has several: name one of %s", w.Settings.Path, strings.Join(names, ", "))
	}
}

// Many reports whether what is named is a pattern, which several databases can match. What is wrong with it is said where it is looked into.
func (w Words) Many() bool {
	url := w.DB
	if url == "" && w.INI == "" {
		url, _ = w.Env(urlVariable)
	}
	if entry, ok := w.Settings.Database(url); ok {
		url = entry.URL
	} else if url == "" && w.INI == "" && len(w.Settings.Databases) == 1 {
		url = w.Settings.Databases[0].URL
	}
	source, err := introspect.Parse(url)
	return err == nil && introspect.IsPattern(source.Target.Database) && source.Path == ""
}

// Access is what else a user says of a database: how to get at it, and at what of it.
type Access struct {
	Schema       string
	Database     string // of a dump of several
	Engine       string // of a dump or a release
	VersionTable string
	// VersionSchema is the schema that it is in; empty: that of the tables.
	VersionSchema string
	Timeout       time.Duration // 0: nothing is said
}

// Complete adds it to a source, and refuses what makes no sense there.
func (a Access) Complete(s *introspect.Source) error {
	if a.Schema != "" && s.Path == "" && s.Release == "" {
		if err := introspect.Spaceless(s.Engine); err != nil { // of a file, what it is of shows when it is read
			return err
		}
	}
	s.Target.Schema = cmp.Or(a.Schema, s.Target.Schema)
	switch {
	case s.Release != "" && a.Schema+a.VersionTable+a.VersionSchema+a.Database != "":
		return errors.New("--schema, --version-table, --version-table-schema and --database are for databases and their dumps: asterisk:RELEASE is a clean install")
	case s.Release != "":
		s.Engine = cmp.Or(a.Engine, dialect.Default())
		return nil
	case s.Path != "":
		s.Engine, s.Target.Database = a.Engine, a.Database
	case a.Database != "":
		return errors.New("--database is for dumps of several databases alone: a URL names the database")
	case a.Engine != "":
		return errors.New("--engine is for asterisk:RELEASE and dumps alone: of a database, its URL says what it is")
	}
	s.Target.VersionTable = cmp.Or(a.VersionTable, s.Target.VersionTable)
	s.Target.VersionSchema = cmp.Or(a.VersionSchema, s.Target.VersionSchema)
	if s.Path != "" {
		return nil
	}
	if a.Timeout != 0 && a.Timeout < time.Millisecond { // what servers count in; to MySQL and MariaDB, none of them is no limit
		return fmt.Errorf("--timeout %s: a reading needs at least a millisecond", a.Timeout)
	}
	s.Timeout = a.Timeout
	return nil
}

// One refuses a pattern, which stands for several databases, where one is to be named.
func One(s introspect.Source) error {
	for _, name := range []string{s.Target.Database, s.Target.Schema} {
		if introspect.IsPattern(name) && s.Path == "" {
			return fmt.Errorf("the pattern %q stands for several, and this command is for one: write its name (assay check, infer, preflight, lint and snapshot take patterns)", name)
		}
	}
	return nil
}

// Of is the database that a word stands for, of an engine where that does not show.
func Of(engine, word string, env func(string) (string, bool)) (introspect.Source, error) {
	s, err := introspect.Parse(word)
	if err != nil {
		return s, err
	}
	s.Engine = cmp.Or(s.Engine, engine)
	FillPassword(&s, env)
	return s, nil
}

// Scratch is the database that --scratch names, with the project's Alembic to be turned to it.
func Scratch(url, ini, section string, env func(string) (string, bool)) (introspect.Source, record.Tool, error) {
	s, err := record.Scratch(url)
	if err != nil {
		return s, record.Tool{}, err
	}
	FillPassword(&s, env)
	return s, record.Tool{Config: ini, Section: section, URL: record.WithPassword(url, s.Target.Password)}, nil
}

// FillPassword gives a source the password that the environment holds, unless it has one: assay's own variable first, then that of the engine's programs.
func FillPassword(s *introspect.Source, env func(string) (string, bool)) {
	for _, variable := range []string{"ASSAY_PASSWORD", dialect.Facts(s.Engine).Address.PasswordVariable} {
		if variable == "" || s.Target.Password != "" {
			continue
		}
		if password, ok := env(variable); ok {
			s.SetPassword(password)
		}
	}
}
