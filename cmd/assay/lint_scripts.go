package main

import (
	"cmp"
	"fmt"
	"strings"

	"assay/dialect"
	"assay/expected"
	"assay/report"
	"assay/rules"
	"assay/schema"
)

// scripts judges the statements of a history, or of files.
func (c *lintCommand) scripts(p *process, texts []expected.Text) (*report.Listing, error) {
	if err := c.readSettings(p); err != nil {
		return nil, err
	}
	before, err := c.before(p)
	if err != nil {
		return nil, err
	}
	server, err := c.server(texts, before)
	if err != nil {
		return nil, err
	}
	room, err := dialect.For(server)
	if err != nil {
		return nil, err
	}
	if engine := dialect.Recognise(texts[0].SQL); engine != "" && engine != server.Engine && expected.IsOffline(texts...) {
		return nil, fmt.Errorf("the history %s is of %s, and is to run on %s: name another --server or --on", texts[0].Name, engine, server)
	}
	what, runs := texts[0].Name, server.String()
	if len(texts) > 1 {
		what = fmt.Sprintf("%d files", len(texts))
	}
	if server.Version == "" {
		runs += " as new as assay knows it (--server names another)"
	}
	l := &report.Listing{Subject: what + ", for " + runs}
	var all []*rules.Script
	var project *expected.Project
	if isRecording(texts) || expected.IsOffline(texts...) {
		all, project, err = c.revisions(texts, server, room, l)
	} else {
		all, err = c.files(texts, room, l)
	}
	if err != nil {
		return nil, err
	}
	start := schema.New(room.Semantics())
	if before != nil {
		start = before.Schema
	}
	walk := rules.NewWalk(server.Engine, room, start)
	walk.Partial = !isRecording(texts) && (before == nil || before.Hidden != "")
	walk.Foresee(all)
	var found []rules.Finding
	for _, s := range all {
		if s.Passed {
			walk.Pass(s)
			continue
		}
		found = append(found, walk.Judge(s)...)
	}
	against, err := c.histories(p, texts, project, server, room)
	if err != nil {
		return nil, err
	}
	c.list(l, room, append(found, against...), &settled{hit: map[int]bool{}}, rules.OfMigration, rules.OfHistory)
	return l, nil
}

// histories holds the history against its way back, and against what it does on the other engine, where these are named.
func (c *lintCommand) histories(p *process, texts []expected.Text, up *expected.Project, server schema.Server, room dialect.Dialect) ([]rules.Finding, error) {
	if c.Downgrade == "" && c.Other == "" {
		return nil, nil
	}
	if up == nil || len(up.Steps) == 0 || len(up.Steps[0].Down) > 0 {
		return nil, fmt.Errorf("--downgrade and --other need a whole history, from its base on, and %s is none: print it with alembic upgrade base:heads --sql", texts[0].Name)
	}
	var found []rules.Finding
	if c.Downgrade != "" {
		back, err := p.historyTexts(c.Downgrade)
		if err != nil {
			return nil, fmt.Errorf("--downgrade: %w", err)
		}
		down, err := expected.ReadDowngrades(room, headSchema(room, up), back...)
		if err != nil {
			return nil, fmt.Errorf("--downgrade: %w", err)
		}
		found = lintDowngrades(room, up, down)
	}
	if c.Other != "" {
		other, err := c.otherSide(p, server.Engine)
		if err != nil {
			return nil, fmt.Errorf("--other: %w", err)
		}
		found = append(found, lintSides(sideHistory{server.Engine, room, up}, other)...)
	}
	for i := range found {
		found[i].File = cmp.Or(found[i].File, texts[0].Name)
	}
	return found, nil
}

// otherSide is what the history does on the engine that is not this one.
func (c *lintCommand) otherSide(p *process, engine string) (sideHistory, error) {
	texts, err := p.historyTexts(c.Other)
	if err != nil {
		return sideHistory{}, err
	}
	server, err := (&lintCommand{}).server(texts, nil)
	if err != nil {
		return sideHistory{}, err
	}
	if server.Engine == engine {
		return sideHistory{}, fmt.Errorf("%s is the history on %s too: name the one that Alembic prints for the other engine", texts[0].Name, engine)
	}
	project, err := readProject(texts, server)
	if err != nil {
		return sideHistory{}, err
	}
	room, err := dialect.For(server)
	return sideHistory{server.Engine, room, project}, err
}

func (c *lintCommand) readSettings(p *process) (err error) {
	if c.settings == nil {
		c.settings, err = c.file(p)
	}
	return err
}

// before is the database that files of SQL are to run on; nil: it is not known.
func (c *lintCommand) before(p *process) (*schema.Database, error) {
	if c.On == "" {
		return nil, nil
	}
	f := c.nameFlags
	f.DB = c.On
	source, err := f.source(p)
	if err != nil {
		return nil, fmt.Errorf("--on: %w", err)
	}
	db, err := p.read(source)
	if err != nil {
		return nil, fmt.Errorf("--on: %w", err)
	}
	return db, nil
}

// server is the one that the statements are to run on.
func (c *lintCommand) server(texts []expected.Text, before *schema.Database) (schema.Server, error) {
	engine := c.Engine
	switch {
	case c.Server != "":
		server, err := parseServer(c.Server)
		if err == nil && before != nil && before.Server.Engine != server.Engine {
			err = fmt.Errorf("--server %s and --on exclude each other: that database is on %s; leave one of them out", c.Server, before.Server)
		}
		return server, err
	case before != nil:
		return before.Server, nil
	case engine != "":
	case isRecording(texts):
		recorded, err := expected.RecordedServer(texts[0].SQL)
		if err != nil {
			return schema.Server{}, fmt.Errorf("%s: %w", texts[0].Name, err)
		}
		return recorded, nil
	default:
		for _, t := range texts {
			engine = cmp.Or(engine, dialect.Recognise(t.SQL))
		}
	}
	if engine == "" {
		return schema.Server{}, fmt.Errorf("%s: it does not show whose SQL this is: say so with --server, as mariadb:10.6 or postgresql:15", texts[0].Name)
	}
	return schema.Server{Engine: engine}, nil
}

var serverVersion = schema.Pattern(`^(\d+(\.\d+)*)?$`)

// parseServer reads PRODUCT or PRODUCT:VERSION.
func parseServer(s string) (schema.Server, error) {
	product, version, _ := strings.Cut(s, ":")
	known := map[string]schema.Server{
		"mysql": {Engine: "mysql", Product: "MySQL"}, "mariadb": {Engine: "mysql", Product: "MariaDB"}, "postgresql": {Engine: "postgresql", Product: "PostgreSQL"},
	}
	server, ok := known[strings.ToLower(product)]
	if !ok || !serverVersion().MatchString(version) {
		return server, fmt.Errorf("--server %s: write it as mariadb:10.6, mysql:8.0.36 or postgresql:14", s)
	}
	server.Version = version
	return server, nil
}

// revisions are the scripts of a history.
func (c *lintCommand) revisions(texts []expected.Text, server schema.Server, room dialect.Dialect, l *report.Listing) ([]*rules.Script, *expected.Project, error) {
	project, err := partOfProject(texts, server, room)
	if err != nil {
		return nil, nil, err
	}
	l.Notes = project.Remarks
	passed := map[string]bool{}
	if c.Since != "" {
		if passed, err = project.Included(c.Since); err != nil {
			return nil, nil, fmt.Errorf("--since: %w", err)
		}
	}
	var comments []rules.Suppression
	if !isRecording(texts) {
		for _, t := range texts {
			comments = append(comments, rules.ReadSuppressions(t.Name, t.SQL)...)
		}
	}
	all := []*rules.Script{{Passed: true, Statements: []*rules.Statement{{Changes: project.Before}}}}
	for i, step := range project.Steps {
		s := &rules.Script{Revision: step.ID, Parents: len(step.Down), Passed: passed[step.ID], Net: step.Ran == nil, Opaque: step.Opaque}
		if s.Net {
			s.Statements = netStatements(room, step, texts[0].Name, i+2)
		}
		for _, ran := range step.Ran {
			s.Statements = append(s.Statements, &rules.Statement{Statement: ran.Statement, Manner: room.Manner(ran.Text), File: ran.File, Changes: ran.Changes})
		}
		all = append(all, s)
	}
	rules.Suppress(allStatements(all), comments)
	return all, project, nil
}

// partOfProject reads a history of which the beginning may be missing.
func partOfProject(texts []expected.Text, server schema.Server, room dialect.Dialect) (*expected.Project, error) {
	if isRecording(texts) {
		return readProject(texts, server)
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
			st.Manner = room.Manner(text)
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

// files are the scripts of files that are of no revision, a file each. What is not understood in them the listing notes.
func (c *lintCommand) files(texts []expected.Text, room dialect.Dialect, l *report.Listing) ([]*rules.Script, error) {
	if c.Since != "" {
		return nil, fmt.Errorf("--since: %s has no revisions: alembic upgrade base:heads --sql writes a line “-- Running upgrade …” before each", texts[0].Name)
	}
	const few = 5
	var all []*rules.Script
	var unread []string
	for _, t := range texts {
		statements, err := room.Split(t.SQL)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
		changes, errs := room.ParseEach(statements)
		s := &rules.Script{}
		for i, st := range statements {
			s.Statements = append(s.Statements, &rules.Statement{Statement: st, Manner: room.Manner(st.Text), File: t.Name, Changes: changes[i], Unread: errs[i] != nil})
			if errs[i] != nil {
				unread = append(unread, fmt.Sprintf("%s:%d is not understood, and was not judged: %s", t.Name, st.Line, schema.Excerpt(st.Text)))
			}
		}
		rules.Suppress(s.Statements, rules.ReadSuppressions(t.Name, t.SQL))
		all = append(all, s)
	}
	if more := len(unread) - few; more > 1 {
		unread = append(unread[:few], plural(more, "more statement")+" of that kind")
	}
	l.Notes = unread
	return all, nil
}
