package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/config"
	"assay/introspect"
	"assay/result"
	"assay/rules"
	"assay/schema"
)

// configFlags say which configuration file holds.
type configFlags struct {
	Config   string `placeholder:"FILE" help:"assay's configuration file (default: what ASSAY_CONFIG holds, else the nearest assay.yaml in this folder and those above it, up to the one with .git)."`
	NoConfig bool   `help:"Use no assay.yaml."`
}

// file reads the configuration file. Where there is none, nothing is said in it.
func (f configFlags) file(p *process) (*config.File, error) {
	name, named := f.Config, f.Config != ""
	if !named {
		name, named = p.env("ASSAY_CONFIG")
	}
	switch {
	case f.NoConfig && f.Config != "":
		return nil, errors.New("--config and --no-config exclude each other: leave one of them out")
	case f.NoConfig, named && name == "", !named && p.dir == "":
		return &config.File{}, nil
	case !named:
		var err error
		if name, err = config.Find(p.dir); err != nil || name == "" {
			return &config.File{}, err
		}
	}
	return config.Read(p.dir, name)
}

// again spells the flags as another command takes them.
func (f configFlags) again() []string {
	switch {
	case f.NoConfig:
		return []string{"--no-config"}
	case f.Config != "":
		return []string{"--config", shellQuote(f.Config)}
	}
	return nil
}

// open finds out how to get into a database that is named by its URL or by its name in the configuration file.
func (f *nameFlags) open(p *process, db string) (introspect.Source, error) {
	if entry, ok := f.settings.Database(db); ok {
		return f.enter(p, entry)
	}
	s, err := introspect.Parse(db)
	if names := f.settings.Names(); err != nil && len(names) > 0 && config.IsName(db) {
		return s, fmt.Errorf("there is no database %q in %s: there are %s", db, f.settings.Path, strings.Join(names, ", "))
	}
	return s, err
}

// enter takes what the configuration file says of a database. Its flags hold as far as the command line does not say otherwise.
func (f *nameFlags) enter(p *process, entry config.Database) (introspect.Source, error) {
	f.entry = entry
	s, err := named(entry, p.env)
	if err != nil {
		return s, err
	}
	if err := knownTrees(entry.Tree); err != nil {
		return s, fmt.Errorf("%s: %w", entry.Where, err)
	}
	if entry.Schema != "" {
		s.Target.Schema = entry.Schema
	}
	if entry.VersionTable != "" {
		s.Target.VersionTable = entry.VersionTable
	}
	return s, nil
}

// named is the source that an entry's URL names. The environment gives the password and nothing else.
func named(entry config.Database, env func(string) (string, bool)) (introspect.Source, error) {
	url, variables := entry.Marked()
	s, err := introspect.Parse(url)
	password := s.Target.Password
	s.Target.Password = ""
	for _, v := range variables {
		if strings.Contains(fmt.Sprintf("%+v", s), v.Word) || err != nil && strings.Contains(err.Error(), v.Word) || err == nil &&
			!strings.Contains(password, v.Word) {
			return introspect.Source{}, entry.Misplaced(v)
		}
	}
	if err != nil {
		if n := len(variables); n > 0 && numeric(url, variables) {
			return introspect.Source{}, entry.Misplaced(variables[n-1])
		}
		return introspect.Source{}, fmt.Errorf("%s: %w", entry.Where, err)
	}
	s.Target.Password, err = entry.Fill(password, variables, env)
	return s, err
}

// numeric reports whether a URL can be read once its variables are numbers: one of them is the port.
func numeric(url string, variables []config.Variable) bool {
	for _, v := range variables {
		url = strings.ReplaceAll(url, v.Word, "1")
	}
	_, err := introspect.Parse(url)
	return err == nil
}

// nameless is the database where the user names none: the only one in the configuration file.
func (f *nameFlags) nameless(p *process) (introspect.Source, error) {
	switch names := f.settings.Names(); len(names) {
	case 0:
		return introspect.Source{}, errors.New("no database is named: give its URL, -c config.ini or ASSAY_DATABASE_URL, as in: assay check mysql://user@host/asterisk")
	case 1:
		return f.enter(p, f.settings.Databases[0])
	default:
		return introspect.Source{}, fmt.Errorf("no database is named, and %s has several: name one of %s", f.settings.Path, strings.Join(names, ", "))
	}
}

// settled are the findings that the configuration file ignores, and which of its lines did that.
type settled struct {
	ignored []result.Ignored
	hit     map[int]bool // places in Ignore
}

// settle applies what the configuration file says to the findings of a tree: how bad they are, and which of them are ignored. What is ignored is not to be
// mended either. Before an upgrade, gate, what is wrong with the stamp stays as it is: the answer would be GO, and the upgrade stop.
func (s *survey) settle(a *assessment, gate bool) {
	var kept []rules.Finding
	var left []schema.Change
	for _, f := range a.findings {
		if gate && rules.OfStamp(f.Rule) {
			kept = append(kept, f)
			continue
		}
		said, ok := s.settled.take(s.settings, f)
		if !ok {
			left = append(left, f.Fix...)
			a.stampLeft = a.stampLeft || f.Statements != nil
			continue
		}
		kept = append(kept, said)
	}
	rules.Sort(kept)
	a.findings = kept
	a.leave(left)
}

// take says how bad a finding is by the configuration file; ok is false where that ignores it.
func (s *settled) take(settings *config.File, f rules.Finding) (said rules.Finding, ok bool) {
	severity, some := settings.Severity(f)
	switch i := settings.Ignored(f); {
	case i >= 0:
		s.ignore(f, settings.Ignore[i].Reason)
		s.hit[i] = true
		return f, false
	case some && severity.Off:
		s.ignore(f, "its severity is off")
		return f, false
	case some:
		f.Severity = severity.Severity
	}
	return f, true
}

// ignore notes that a finding is ignored, once: before an upgrade it is met as it is now and as it will be.
func (s *settled) ignore(f rules.Finding, reason string) {
	object := f.Table
	if f.Object != "" {
		object = strings.TrimPrefix(f.Table+"."+f.Object, ".")
	}
	x := result.Ignored{Rule: f.Rule, Object: cmp.Or(object, f.Revision), Reason: reason}
	if !slices.Contains(s.ignored, x) {
		s.ignored = append(s.ignored, x)
	}
}

// leave takes changes out of those that are to be made, but for those that mend what is not ignored.
func (a *assessment) leave(left []schema.Change) {
	needed := func(c schema.Change) bool {
		return slices.ContainsFunc(a.findings, func(f rules.Finding) bool { return schema.HasChange(f.Fix, c) })
	}
	a.left = keep(left, func(c schema.Change) bool { return !needed(c) })
	a.changes = keep(a.changes, func(c schema.Change) bool { return !schema.HasChange(a.left, c) })
}

// leaves reports whether a change is about an object that is left as it is: what is left looks otherwise once its neighbours were mended.
func (a *assessment) leaves(c schema.Change) bool {
	return slices.ContainsFunc(a.left, func(d schema.Change) bool { return d.Object() == c.Object() })
}

// idle tells of what the configuration file ignores in vain. It takes a look at all trees to say that.
func (s *survey) idle() {
	if !s.everyTree() || len(s.trees) == 0 {
		return
	}
	notes := s.settled.idle(s.settings, func(r *rules.Rule) bool { return r == nil || r.Of == rules.OfDrift || r.Of == rules.OfStamps })
	s.trees[0].notes = append(s.trees[0].notes, notes...)
}

// idle are the entries that ignored nothing, of those about the rules that were judged by; nil stands for an entry about all.
func (s *settled) idle(settings *config.File, judged func(*rules.Rule) bool) []string {
	var notes []string
	for i, x := range settings.Ignore {
		if !s.hit[i] && judged(rules.Named(x.Rule)) {
			notes = append(notes, fmt.Sprintf("%s ignores %s, and nothing of the kind was found: if it is gone for good, take the entry out", x.Where, x))
		}
	}
	return notes
}

// report says in a listing what the configuration file ignored, and what of it ignored nothing, among the rules of these subjects.
func (s *settled) report(l *result.Listing, settings *config.File, of ...rules.Subject) {
	l.Notes = append(l.Notes, s.idle(settings, func(r *rules.Rule) bool { return r != nil && slices.Contains(of, r.Of) })...)
	if settings.Path != "" {
		l.Settings, l.Ignored = settings.Path, append([]result.Ignored{}, s.ignored...)
	}
}
