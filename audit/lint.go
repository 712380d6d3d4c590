package audit

import (
	"slices"

	"assay/config"
	"assay/dialect"
	"assay/result"
	"assay/rules"
)

// Lint judges the schema by itself: what slows it down, and what breaks one day. Findings that are so in the revision at which it should be as well are
// marked as inherited. It needs a database that was looked at with [Options.Measure] to judge counters.
func (s *Inference) Lint() (*result.Listing, error) {
	if len(s.DB.Changing) > 0 {
		return nil, beingChanged(s.Source, s.DB.Changing[0])
	}
	want, err := s.designed()
	if err != nil {
		return nil, err
	}
	own := s.DB.Schema.Only(func(table string) bool {
		return !s.DB.IsVersionTable(table) && (s.EveryTree() || want.Table(table) != nil) // of trees not looked at nobody knows what is inherited
	}, func(string) bool { return true })
	judged := rules.Design{Name: s.DB.Server.Engine, Engine: s.Room, Schema: own, Measured: s.DB.Measures, Partial: s.DB.Hidden != "" || s.DB.Partial != ""}
	found := rules.Lint(&judged, &rules.Design{Name: judged.Name, Engine: s.Room, Schema: want})
	server := s.DB.Server
	l := &result.Listing{
		Version: 1, Command: "lint",
		Database: &result.Database{Engine: server.Engine, Server: server.String(), Name: s.DB.Name},
		Subject:  server.String() + ", database " + s.DB.Name,
		Asterisk: s.Usage.Program != "" && len(s.Trees) > 0,
	}
	if s.DB.Hidden != "" {
		l.Notes = append(l.Notes, "only what this user may see was looked at: "+s.DB.Hidden)
	}
	List(l, s.Room, s.settings, found, rules.OfDesign)
	l.Count()
	return l, nil
}

// List takes findings into a listing, as the configuration file has them, with the SQL that ends each. of are the subjects of the rules by which was
// judged: what the file ignores in vain among others is no note.
func List(l *result.Listing, room dialect.Dialect, settings *config.File, found []rules.Finding, of ...rules.Subject) {
	var x Settled
	kept := slices.Clone(found[:0])
	for _, f := range found {
		if said, ok := x.Take(settings, f); ok {
			kept = append(kept, said)
		}
	}
	for _, f := range kept {
		r := Listed(f)
		for _, change := range f.Fix {
			if sql, err := room.Format(change); err == nil {
				r.Fix = append(r.Fix, sql...)
			}
		}
		l.Findings = append(l.Findings, r)
	}
	x.Report(l, settings, of...)
}

// Listed makes a finding printable, but for the changes that end it.
func Listed(f rules.Finding) result.Finding {
	return result.Finding{
		Rule: f.Rule, Severity: f.Severity, Table: f.Table, Object: f.Object, Want: f.Want, Got: f.Got, Revision: f.Revision, Release: f.Release,
		Message: f.Message, File: f.File, Line: f.Line, Statement: f.Statement, Inherited: f.Inherited, Fix: f.Statements,
	}
}
