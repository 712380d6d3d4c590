package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/dialect"
	"assay/expected"
	"assay/fleet"
	"assay/internal/files"
	"assay/internal/terminal"
	"assay/introspect"
	"assay/report"
	"assay/result"
	"assay/rules"
)

// fleetFlags name many databases, and say how many are looked at at a time.
type fleetFlags struct {
	More []string `arg:"" optional:"" name:"more" predictor:"database" help:"More databases: they are grouped by what they are."`
	manyFlags
}

// manyFlags are those of them that are no arguments.
type manyFlags struct {
	Every     bool   `name:"all" help:"Look at every database of assay.yaml."`
	Databases string `placeholder:"FILE" help:"Look at the databases that a file names, one a line, as DB does; - is standard input."`
	Parallel  int    `default:"8" placeholder:"N" help:"How many databases are looked at at a time (default: ${default})."`
	PerHost   int    `default:"4" placeholder:"N" help:"How many of them may be on one server (default: ${default})."`
}

// several reports whether more than one database is named, or a pattern.
func (f *fleetFlags) several(p *process, d *databaseFlags) bool {
	return len(f.More) > 0 || f.manyFlags.several(p, d)
}

// several is [fleetFlags.several] where nothing else than one database can be an argument.
func (f *manyFlags) several(p *process, d *databaseFlags) bool {
	if f.Every || f.Databases != "" || introspect.IsPattern(d.Schema) {
		return true
	}
	url := d.DB
	if url == "" && d.INI == "" {
		url, _ = p.env("ASSAY_DATABASE_URL")
	}
	if settings, err := d.file(p); err == nil { // what is wrong with the file is said where it is needed
		d.settings = settings
		if entry, ok := settings.Database(url); ok {
			url = entry.URL
		} else if url == "" && d.INI == "" && len(settings.Databases) == 1 {
			url = settings.Databases[0].URL
		}
	}
	source, err := introspect.Parse(url)
	return err == nil && introspect.IsPattern(source.Target.Database) && source.Path == ""
}

// A fleetRun is one look at many databases.
type fleetRun struct {
	*process
	manyFlags
	more    []string
	base    *databaseFlags
	command string
	runs    asteriskFlag
	// last is the file that remembers the last run; empty: nothing is to be remembered.
	last   string
	before *fleet.Memory
	// apart reports that no two are judged alike: their data is asked.
	apart bool
	// keep, if not nil, does with one all that is to be done.
	keep func(*fleetMember) error
	// judge says what is found of one of them, whose flags are these.
	judge func(*databaseFlags, *audit.Inference) (*result.Report, error)

	texts     []expected.Text
	shelf     audit.Shelf
	collector fleet.Collector
	members   []*fleetMember
	kept      atomic.Int32
	count     int // of those that were named, members or not
}

// A fleetMember is a database to be looked at.
type fleetMember struct {
	fleet.Member
	flags  databaseFlags
	source introspect.Source
}

// run looks at all of them.
func (r *fleetRun) run() (*result.Fleet, error) {
	debug.SetGCPercent(100) // it may live for minutes, and memory is to stay flat
	if err := r.begin(); err != nil {
		return nil, err
	}
	words, err := r.words()
	if err != nil {
		return nil, err
	}
	for _, word := range words {
		r.name(word)
	}
	hosts := make([]string, len(r.members))
	for i, m := range r.members {
		hosts[i] = m.source.Host()
	}
	line, told := terminal.NewProgress(r.stderr, len(r.members), r.env), make([]bool, len(r.members))
	fleet.Run(r.ctx, fleet.Limits{All: r.Parallel, PerHost: r.PerHost}, hosts, func(at int) {
		line.Begin(r.members[at].Name)
		told[at] = r.look(r.members[at])
		line.End()
	})
	line.Clear()
	for at, m := range r.members {
		if !told[at] {
			r.collector.Interrupt(m.Member)
		}
	}
	f := r.collector.Fleet(r.command)
	f.Checked = r.command == "check" || r.command == "lint"
	return f, nil
}

// look looks at one database; false: it was interrupted before it was done.
func (r *fleetRun) look(m *fleetMember) bool {
	var seen *audit.Seen
	var err error
	if r.keep != nil {
		err = r.keep(m)
	} else {
		seen, err = r.read(m)
	}
	switch {
	case err != nil && r.ctx.Err() != nil:
		return false
	case err != nil:
		why, _ := strings.CutPrefix(err.Error(), m.source.String()+": ")
		r.collector.Fail(m.Member, why)
		return true
	case seen == nil:
		r.kept.Add(1)
		return true
	}
	m.Database = seen.Database()
	also := m.flags.entry.Baseline
	if r.apart {
		also = fmt.Sprint(m.At)
	}
	r.collector.Judge(m.Member, seen.Fingerprint(also), func() (*result.Report, error) {
		i, err := seen.Infer()
		if err != nil {
			return nil, err
		}
		return r.judge(&m.flags, i)
	})
	return true
}

// read reads one.
func (r *fleetRun) read(m *fleetMember) (*audit.Seen, error) {
	o, err := m.flags.options(m.source, r.runs)
	if err != nil {
		return nil, err
	}
	o.History = r.texts
	return r.shelf.Read(r.ctx, &audit.Reader{Stdin: r.stdin, Warn: r.warn}, o)
}

// begin finds out what would keep all of them from being looked at.
func (r *fleetRun) begin() (err error) {
	d := r.base
	if d.settings, err = d.file(r.process); err != nil {
		return err
	}
	switch {
	case r.Parallel < 1 || r.PerHost < 1:
		return errors.New("--parallel and --per-host are 1 at least: no database would be looked at otherwise")
	case d.INI != "" && !introspect.IsPattern(d.Schema):
		return fmt.Errorf("-c %s names one database, and more are named: leave it out, or name that one by its URL", d.INI)
	case r.Every && len(d.settings.Databases) == 0:
		return errors.New("--all is every database of assay.yaml, and there is none in it: name them with --databases FILE")
	}
	for _, o := range d.Format {
		if name, _ := o.parts(); report.FleetFormats[name] == nil {
			return fmt.Errorf("--format %s is for one database: several are printed as %s", name, strings.Join(slices.Sorted(maps.Keys(report.FleetFormats)), ", "))
		}
	}
	if d.history() != "" {
		if r.texts, err = r.historyTexts(d.history()); err != nil {
			return err
		}
	}
	if r.last != "" {
		if err = files.MayWrite(r.last); err == nil {
			r.before, err = fleet.Recall(r.last)
		}
		if err != nil {
			return err
		}
	}
	r.prompt = once(r.prompt)
	return d.ready()
}

// words are what names databases, each once.
func (r *fleetRun) words() ([]string, error) {
	var all []string
	if r.base.DB != "" || r.base.INI != "" || !r.Every && r.Databases == "" {
		all = append(all, r.base.DB)
	}
	all = append(all, r.more...)
	if r.Every {
		all = append(all, r.base.settings.Names()...)
	}
	if r.Databases != "" {
		lines, err := fleet.ReadList(r.Databases, r.stdin)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(word string) bool {
		again := seen[word]
		seen[word] = true
		return again
	}), nil
}

// name finds out which databases a word names.
func (r *fleetRun) name(word string) {
	one := fleetMember{flags: *r.base}
	one.flags.DB = word
	var sources []introspect.Source
	source, err := one.flags.source(r.process)
	if err == nil {
		sources, err = introspect.Matching(r.ctx, source, dialect.NamesOn)
	}
	if err != nil {
		why, _ := strings.CutPrefix(err.Error(), source.String()+": ")
		r.collector.Fail(fleet.Member{At: r.count, Name: withoutPassword(word)}, withoutPassword(why))
		r.count++
		return
	}
	one.Found = introspect.IsPattern(source.Target.Database) || introspect.IsPattern(source.Target.Schema)
	for _, s := range sources {
		m := one
		m.source, m.At, m.Name = s, r.count, one.flags.entry.Name
		if m.Name == "" || m.Found {
			m.Name = strings.TrimSpace(s.String() + " " + s.Target.Schema)
		}
		r.count++
		r.members = append(r.members, &m)
	}
}

// again spells one of the databases, and what else was asked for, as the command for one takes it.
func (r *fleetRun) again(name string) string {
	i := slices.IndexFunc(r.members, func(m *fleetMember) bool { return m.Name == name })
	flags := r.members[i].flags
	if r.members[i].Found {
		flags.entry.Name, flags.Schema = "", ""
	}
	return flags.again(r.members[i].source)
}

// down has those who watch the database know that nothing could be told of it, and returns why.
func (f *databaseFlags) down(p *process, why error) error {
	if f.meant == nil { // it is not even known which
		return why
	}
	down := &result.Fleet{Made: made(), Unknown: []result.Unknown{{Databases: []string{f.called(*f.meant)}, Error: why.Error()}}}
	watching := formatFlag{Format: slices.DeleteFunc(slices.Clone(f.Format), func(o output) bool { return o.String() != "openmetrics" })}
	return errors.Join(why, watching.emit(p, func(_ string, w io.Writer) error { return report.FleetMetrics(w, down) }))
}

// finish prints what was found. Of nothing that could not be told is it said that it is well.
func (r *fleetRun) finish(mildest rules.Severity, next string, judge func(*result.Fleet) error) error {
	f, err := r.run()
	if err != nil {
		return err
	}
	if f.Databases == 0 && len(f.Unknown) == 0 {
		return fmt.Errorf("%s looked into, and none holds anything of a known history: is it the right server, or is there a --history to be named",
			english.Plural(len(f.Others), "database was", "databases were"))
	}
	f.FailOn, f.Made = mildest, made()
	for _, g := range f.Groups {
		if len(g.Databases) == 1 && g.Nearest != "" || g.Report.Reaches(mildest) {
			f.Next = next + r.again(g.Databases[0])
			break
		}
	}
	if err := r.since(f); err != nil {
		return err
	}
	err = r.base.emit(r.process, func(name string, w io.Writer) error { return report.FleetFormats[name](w, f) })
	switch {
	case err != nil:
		return err
	case r.base.toNagios():
		return nagiosError(report.NagiosState(f, mildest, len(f.Unknown)))
	case len(f.Unknown) > 0:
		return errUnknown
	}
	return judge(f)
}

// since finds out what has changed since the last run, and remembers this one, unless it was interrupted.
func (r *fleetRun) since(f *result.Fleet) error {
	if r.last == "" {
		return nil
	}
	now := fleet.Remember(f, r.before)
	f.Since = fleet.Since(r.before, now)
	if f.Incomplete {
		return nil
	}
	return now.Keep(r.last)
}
