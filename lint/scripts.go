// Package lint judges the statements of migrations, in the order in which they are to run: each meets the schema that those before it have made.
// It also compares a history with its way back, and with the same history on another engine.
package lint

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/audit"
	"assay/config"
	"assay/dialect"
	"assay/expected"
	"assay/record"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// Options say what statements are judged by.
type Options struct {
	// Before is the database that the statements are to run on; nil: it is not known.
	Before *schema.Database
	// Space reads another schema of where Before was read, a database of that name on MySQL; nil: it cannot be had.
	Space func(name string) (*schema.Database, error)
	// Server is the server that they are to run on, as mariadb:10.6, and Engine the engine alone; empty: as the statements show.
	Server, Engine string
	// Since is a revision of the history: only those are judged that it does not include. Empty: all are.
	Since string
	// AtReference says which revisions are now as a reference of git's has them, for a Since that is none of the history; nil: there is no project to ask.
	AtReference func(ref string) (map[string]bool, error)
	// Sources knows the files that the revisions come from, which findings name then; nil: they name places in the SQL.
	Sources Sources
	// Downgrade is the way back of the history, and Other the same history on the other engine; nil: neither is compared.
	Downgrade, Other []expected.Text
}

// A Result is what is found.
type Result struct {
	Subject  string // what was judged, and for which server
	Room     dialect.Dialect
	Findings []rules.Finding
	Notes    []string // what was not looked at
	// Files are those that findings name.
	Files []string
}

// Listing is the result as the configuration file has it.
func (r *Result) Listing(settings *config.File) *result.Listing {
	l := &result.Listing{Version: 1, Command: "lint", Subject: r.Subject, Notes: r.Notes}
	audit.List(l, r.Room, settings, r.Findings, rules.OfMigration, rules.OfHistory)
	l.Count()
	return l
}

// A judging is the statements, and what they are judged by.
type judging struct {
	Options
	texts   []expected.Text
	server  schema.Server
	room    dialect.Dialect
	project *expected.Project // nil: the files are of no revision
	notes   []string
	home    string          // the schema that the statements work in
	others  []string        // those that they name beside it
	unseen  string          // which of these nobody has read
	placed  map[string]bool // the files that revisions come from
}

// Statements judges the statements of a history, or of files, in the order in which they are to run.
func Statements(texts []expected.Text, o Options) (*Result, error) {
	j := judging{Options: o, texts: texts, placed: map[string]bool{}}
	if err := j.prepare(); err != nil {
		return nil, err
	}
	if !record.IsRecording(j.texts) {
		j.unite()
	}
	read := j.files
	if j.isHistory() {
		read = j.revisions
	}
	all, err := read()
	if err != nil {
		return nil, err
	}
	found := j.walk(all)
	against, err := j.histories()
	if err != nil {
		return nil, err
	}
	if unknown := dialect.Unjudged(j.room); unknown != "" {
		j.notes = append(j.notes, unknown)
	}
	if j.unseen != "" {
		j.notes = append(j.notes, j.unseen)
	}
	return &Result{Subject: j.title(), Room: j.room, Findings: append(found, against...), Notes: j.notes, Files: slices.Sorted(maps.Keys(j.placed))}, nil
}

// unite has all tables in one schema: that of the database that the statements are to run on.
func (j *judging) unite() {
	if j.Before != nil {
		j.home = cmp.Or(j.Before.Namespace, j.Before.Name)
	}
	n := len(j.texts)
	var all []expected.Text
	all, j.others = inOneSpace(append(slices.Clone(j.texts), j.Downgrade...), j.home, j.room.Quote)
	if j.texts = all[:n]; j.Downgrade != nil {
		j.Downgrade = all[n:]
	}
}

func (j *judging) isHistory() bool {
	return record.IsRecording(j.texts) || expected.IsOffline(j.texts...)
}

// prepare finds out what the statements are to run on.
func (j *judging) prepare() (err error) {
	if j.server, err = j.target(); err != nil {
		return err
	}
	if j.room, err = dialect.For(j.server); err != nil {
		return err
	}
	if engine := dialect.Foreign(j.texts[0].SQL, j.server.Engine); engine != "" && expected.IsOffline(j.texts...) {
		return fmt.Errorf("the history %s is of %s, and is to run on %s: name another --server or --on", j.texts[0].Name, engine, j.server)
	}
	return nil
}

// title says what is judged, and for which server.
func (j *judging) title() string {
	what, runs := j.texts[0].Name, j.server.String()
	if len(j.texts) > 1 {
		what = fmt.Sprintf("%d files", len(j.texts))
	}
	if j.server.Version == "" {
		runs += " as new as assay knows it (--server names another)"
	}
	return what + ", for " + runs
}

// walk judges scripts, each with the schema that those before it have made.
func (j *judging) walk(all []*rules.Script) []rules.Finding {
	start, read := j.meet()
	w := rules.NewWalk(j.server.Engine, j.room, start)
	w.Spaces = read
	w.Partial = !record.IsRecording(j.texts) && (j.Before == nil || j.Before.Hidden != "")
	w.Foresee(all)
	var found []rules.Finding
	for _, s := range all {
		if s.Passed {
			w.Pass(s)
			continue
		}
		found = append(found, j.place(s, w.Judge(s))...)
	}
	return found
}

// histories holds the history against its way back, and against what it does on the other engine, where these are named.
func (j *judging) histories() ([]rules.Finding, error) {
	if j.Downgrade == nil && j.Other == nil {
		return nil, nil
	}
	up := j.project
	if up == nil || len(up.Steps) == 0 || len(up.Steps[0].Down) > 0 {
		return nil, fmt.Errorf("--downgrade and --other need a whole history, from its base on, and %s is none: print it with alembic upgrade base:heads --sql", j.texts[0].Name)
	}
	var found []rules.Finding
	if j.Downgrade != nil {
		down, err := expected.ReadDowngrades(j.room, headSchema(j.room, up), j.Downgrade...)
		if err != nil {
			return nil, fmt.Errorf("--downgrade: %w", err)
		}
		found = lintDowngrades(j.room, up, down)
	}
	if j.Other != nil {
		other, err := j.otherSide()
		if err != nil {
			return nil, fmt.Errorf("--other: %w", err)
		}
		found = append(found, lintSides(sideHistory{j.server.Engine, j.room, up}, other)...)
	}
	for i := range found {
		found[i].File = cmp.Or(found[i].File, j.texts[0].Name)
	}
	return found, nil
}

// otherSide is what the history does on the engine that is not this one.
func (j *judging) otherSide() (sideHistory, error) {
	texts := j.Other
	server, err := (&judging{texts: texts}).target()
	if err != nil {
		return sideHistory{}, err
	}
	if server.Engine == j.server.Engine {
		return sideHistory{}, fmt.Errorf("%s is the history on %s too: name the one that Alembic prints for the other engine", texts[0].Name, server.Engine)
	}
	project, err := record.ReadProject(texts, server)
	if err != nil {
		return sideHistory{}, err
	}
	room, err := dialect.For(server)
	return sideHistory{server.Engine, room, project}, err
}

// target is the server that the statements are to run on.
func (j *judging) target() (schema.Server, error) {
	engine := j.Engine
	switch {
	case j.Server != "":
		server, err := parseServer(j.Server)
		if err == nil && j.Before != nil && j.Before.Server.Engine != server.Engine {
			err = fmt.Errorf("--server %s and --on exclude each other: that database is on %s; leave one of them out", j.Server, j.Before.Server)
		}
		return server, err
	case j.Before != nil:
		return j.Before.Server, nil
	case engine != "":
	case record.IsRecording(j.texts):
		recorded, err := expected.RecordedServer(j.texts[0].SQL)
		if err != nil {
			return schema.Server{}, fmt.Errorf("%s: %w", j.texts[0].Name, err)
		}
		return recorded, nil
	default:
		for _, t := range j.texts {
			engine = cmp.Or(engine, dialect.Recognise(t.SQL))
		}
	}
	if engine == "" {
		return schema.Server{}, fmt.Errorf("%s: it does not show whose SQL this is: say so with --server, as mariadb:10.6 or postgresql:15", j.texts[0].Name)
	}
	return schema.Server{Engine: engine}, nil
}

var serverVersion = schema.Pattern(`^(\d+(\.\d+)*)?$`)

// parseServer reads PRODUCT or PRODUCT:VERSION.
func parseServer(s string) (schema.Server, error) {
	product, version, _ := strings.Cut(s, ":")
	server, ok := dialect.Product(product)
	if !ok || !serverVersion().MatchString(version) {
		return server, fmt.Errorf("--server %s: write it as mariadb:10.6, mysql:8.0.36 or postgresql:14", s)
	}
	server.Version = version
	return server, nil
}

// revisions are the scripts of a history.
func (j *judging) revisions() ([]*rules.Script, error) {
	project, err := partOfProject(j.texts, j.server, j.room)
	if err != nil {
		return nil, err
	}
	j.project, j.notes = project, project.Remarks
	if record.IsRecording(j.texts) {
		j.notes = append(j.notes, "the recording has what revisions amount to, not how: what they lock and what they fail on half-way is judged in what alembic upgrade base:heads --sql prints")
	}
	passed, err := j.passed(project)
	if err != nil {
		return nil, err
	}
	var comments []rules.Suppression
	if !record.IsRecording(j.texts) {
		for _, t := range j.texts {
			comments = append(comments, rules.ReadSuppressions(t.Name, t.SQL)...)
		}
	}
	all := []*rules.Script{{Passed: true, Statements: []*rules.Statement{{Changes: project.Before}}}}
	for i, step := range project.Steps {
		s := &rules.Script{Revision: step.ID, Parents: len(step.Down), Passed: passed[step.ID], Net: step.Ran == nil, Opaque: step.Opaque}
		if s.Net {
			s.Statements = netStatements(j.room, step, j.texts[0].Name, i+2)
		}
		for _, ran := range step.Ran {
			s.Statements = append(s.Statements, Statement(j.server.Engine, j.room, ran))
		}
		all = append(all, s)
	}
	if project.Cut != "" {
		end := schema.Statement{Text: "what comes behind", Line: 1}
		all = append(all, &rules.Script{Statements: []*rules.Statement{{Statement: end, File: j.texts[len(j.texts)-1].Name, Unread: project.Cut}}})
	}
	rules.Suppress(allStatements(all), comments)
	return all, nil
}

// Statement is one that stands in a file, as rules judge it.
func Statement(engine string, room dialect.Dialect, ran expected.Ran) *rules.Statement {
	m, changes := room.Execution(ran.Text), ran.Changes
	if m.Verb == "DROP TABLE" && len(changes) == 0 { // before a CREATE TABLE of that name it is taken for a dump's, which drops nothing
		changes, _ = room.Parse(ran.Text)
	}
	return &rules.Statement{Statement: ran.Statement, Execution: m, File: ran.File, Changes: changes, Unread: unread(ran, m)}
}

// partOfProject reads a history of which the beginning may be missing.
func partOfProject(texts []expected.Text, server schema.Server, room dialect.Dialect) (*expected.Project, error) {
	if record.IsRecording(texts) {
		return record.ReadProject(texts, server)
	}
	p, err := expected.ReadPart(room, texts...)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	return p, nil
}

// netStatements are what a recorded revision amounts to, on its line of the recording.
func netStatements(room dialect.Dialect, step expected.Step, file string, line int) []*rules.Statement {
	var all []*rules.Statement
	for _, c := range step.Changes {
		sql, _ := room.Format(c)
		text := strings.Join(sql, "; ")
		st := &rules.Statement{Statement: schema.Statement{Text: text, Line: line}, File: file, Changes: []schema.Change{c}}
		if len(sql) == 1 {
			st.Execution = room.Execution(text)
		}
		all = append(all, st)
	}
	return all
}

func allStatements(scripts []*rules.Script) []*rules.Statement {
	var all []*rules.Statement
	for _, s := range scripts {
		all = append(all, s.Statements...)
	}
	return all
}

// files are the scripts of files that are of no revision, a file each.
func (j *judging) files() ([]*rules.Script, error) {
	if j.Since != "" {
		return nil, fmt.Errorf("--since: %s has no revisions: alembic upgrade base:heads --sql writes a line “-- Running upgrade …” before each", j.texts[0].Name)
	}
	var all []*rules.Script
	for _, t := range j.texts {
		statements := cut(j.room.Split, t.SQL)
		changes, errs := j.room.ParseEach(statements)
		s := &rules.Script{}
		for i, st := range statements {
			s.Statements = append(s.Statements, Statement(j.server.Engine, j.room, expected.Ran{Statement: st, File: t.Name, Changes: changes[i], Err: errs[i]}))
		}
		rules.Suppress(s.Statements, rules.ReadSuppressions(t.Name, t.SQL))
		all = append(all, s)
	}
	return all, nil
}
