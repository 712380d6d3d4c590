package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/audit"
	"assay/config"
	"assay/expected"
	"assay/fleet"
	"assay/internal/files"
	"assay/internal/output"
	"assay/internal/target"
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
	settings, err := d.file(p)
	if err != nil { // what is wrong with the file is said where it is needed
		settings = &config.File{}
	} else {
		d.settings = settings
	}
	return target.Words{DB: d.DB, INI: d.INI, Settings: settings, Env: p.env}.Many()
}

// A fleetRun is a command on many databases.
type fleetRun struct {
	*process
	manyFlags
	survey fleet.Survey
	more   []string
	base   *databaseFlags
	runs   asteriskFlag
	// last is the file that remembers the last run; empty: nothing is to be remembered.
	last   string
	before *fleet.Memory
	// apart reports that no two are judged alike: their data is asked.
	apart bool

	texts []expected.Text
	flags map[string]*databaseFlags // by the word that names a database
}

// run looks at all of them.
func (r *fleetRun) run() (*result.Fleet, error) {
	debug.SetGCPercent(100) // it may live for minutes, and memory is to stay flat
	if err := r.begin(); err != nil {
		return nil, err
	}
	words := r.more
	if r.base.DB != "" || r.base.INI != "" || !r.Every && r.Databases == "" {
		words = append([]string{r.base.DB}, words...)
	}
	if r.Every {
		words = append(words, r.base.settings.Names()...)
	}
	listed, err := fleet.ReadList(r.Databases, r.stdin)
	if err != nil {
		return nil, err
	}
	s := &r.survey
	s.Limits, s.Reader = fleet.Limits{All: r.Parallel, PerHost: r.PerHost}, &audit.Reader{Stdin: r.stdin, Warn: r.warn}
	s.Source, s.Options, s.Depends = r.source, r.options, r.depends
	s.Find(r.ctx, append(words, listed...)...)
	line := terminal.NewProgress(r.stderr, len(s.Subjects), r.env)
	defer line.Clear()
	s.Progress = line
	return s.Look(r.ctx), nil
}

// source is what a word stands for, and the name that assay.yaml has for it.
func (r *fleetRun) source(word string) (introspect.Source, string, error) {
	flags := *r.base
	flags.DB, flags.many = word, true
	source, err := flags.source(r.process)
	r.flags[word] = &flags
	return source, flags.entry.Name, err
}

func (r *fleetRun) options(m *fleet.Subject) (audit.Options, error) {
	o, err := r.flags[m.Word].options(m.Source, r.runs)
	o.History = r.texts
	return o, err
}

// depends says on what else than the database an answer depends.
func (r *fleetRun) depends(m *fleet.Subject) string {
	if r.apart {
		return strconv.Itoa(m.At)
	}
	return r.flags[m.Word].entry.Baseline
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
		if name, _ := o.Parts(); report.FleetFormats[name] == nil {
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
	r.prompt, r.flags = terminal.Once(r.prompt), map[string]*databaseFlags{}
	return d.ready()
}

// again spells one of the databases, and what else was asked for, as the command for one takes it.
func (r *fleetRun) again(name string) string {
	m := r.survey.Named(name)
	flags := *r.flags[m.Word]
	if m.Found {
		flags.entry.Name, flags.Schema = "", ""
	}
	return flags.again(m.Source)
}

// down has those who watch the database know that nothing could be told of it, and returns why.
func (f *databaseFlags) down(p *process, why error) error {
	if f.meant == nil { // it is not even known which
		return why
	}
	down := &result.Fleet{Made: made(), Unknown: []result.Unknown{{Databases: []string{f.called(*f.meant)}, Error: why.Error()}}}
	watching := formatFlag{Format: slices.DeleteFunc(slices.Clone(f.Format), func(o output.Format) bool { return o.String() != "openmetrics" })}
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
	if name := fleet.Oddest(f, mildest); name != "" {
		f.Next = next + r.again(name)
	}
	if r.last != "" {
		if err := fleet.Follow(f, r.before, r.last); err != nil {
			return err
		}
	}
	err = r.base.emit(r.process, func(name string, w io.Writer) error { return report.FleetFormats[name](w, f) })
	switch {
	case err != nil:
		return err
	case r.base.Format.ToNagios():
		return nagiosError(report.NagiosState(f, mildest, len(f.Unknown)))
	case len(f.Unknown) > 0:
		return errUnknown
	}
	return judge(f)
}
