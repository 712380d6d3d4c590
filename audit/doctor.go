package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"assay/dialect"
	"assay/drift"
	"assay/introspect"
	"assay/result"
	"assay/schema"
)

// A doctor looks at what assay needs of a database, one thing after the other.
type doctor struct {
	options Options
	lines   []result.Check
}

func (d *doctor) say(state result.State, what, format string, args ...any) {
	d.lines = append(d.lines, result.Check{What: what, State: state, Said: fmt.Sprintf(format, args...)})
}

// Examine finds out what keeps assay from an answer about a database, and what there is to do: each thing that it needs is a line. A line that has to be mended
// keeps those from being looked at that need it.
func Examine(ctx context.Context, r *Reader, o Options) []result.Check {
	d := &doctor{options: o}
	live := o.Source.Path == "" && o.Source.Release == ""
	if live && !d.meet(ctx) {
		return d.lines
	}
	warned := ""
	quiet := *r
	quiet.Warn = func(told string) { warned = told }
	seen, err := (&Shelf{}).Read(ctx, &quiet, o)
	if err != nil {
		d.say(result.Fix, "schema", "%s", without(err, o.Source))
		return d.lines
	}
	d.schema(seen.db, warned)
	i, err := seen.Infer()
	if err != nil {
		d.say(result.Fix, "history", "%s", without(err, o.Source))
		return d.lines
	}
	d.history(i)
	d.trees(i)
	return d.lines
}

// without is an error's text without the source that it begins with.
func without(err error, s introspect.Source) string {
	return strings.TrimPrefix(err.Error(), s.String()+": ")
}

// meet connects.
func (d *doctor) meet(ctx context.Context) bool {
	m, err := introspect.Meet(ctx, d.options.Source, dialect.Meet)
	if err != nil {
		d.say(result.Fix, "connection", "%s", without(err, d.options.Source))
		return false
	}
	d.say(result.OK, "connection", "as %s", m.User)
	switch {
	case m.Encryption != "":
		d.say(result.OK, "encryption", "%s", m.Encryption)
	case d.options.Source.Local():
		d.say(result.OK, "encryption", "none, on this machine")
	default:
		d.say(result.Note, "encryption", "none: whoever is on the way reads along; set it up on the server, and ask for it in the URL (docs/safety.md)")
	}
	if tested, known := dialect.Tested(m.Server); known {
		d.say(result.OK, "server", "%s; assay is tested on %s", m.Server, tested)
	} else {
		d.say(result.Note, "server", "%s; assay is tested on %s: what is new there, it may not know", m.Server, cmp.Or(tested, "other servers"))
	}
	return true
}

// schema says what was read, and what the user may not see.
func (d *doctor) schema(db *schema.Database, warned string) {
	where := ""
	if path := db.SearchPath(); len(path) > 0 {
		where = ", search path " + strings.Join(path, ", ")
	}
	d.say(result.OK, "schema", "%s: %s%s", db.Name, english.Plural(len(db.Schema.Tables), "table", ""), where)
	switch {
	case db.Hidden != "":
		d.say(result.Fix, "rights", "part of the schema cannot be seen: %s", db.Hidden)
	case warned != "":
		d.say(result.Note, "rights", "%s", warned)
	case len(db.Schema.Unasked) > 0:
		d.say(result.Note, "rights", "enough to compare tables; %s cannot be seen", strings.Join(db.Schema.Unasked, ", "))
	default:
		d.say(result.OK, "rights", "all of it can be seen")
	}
	for _, r := range db.Changing {
		d.say(result.Note, "changes", "%s: what follows may be of half an upgrade", r)
	}
	for _, u := range db.Unread {
		d.say(result.Fix, "stamp", "%s was not read: %s", u.Table, u.Why)
	}
	var stamps []string
	for _, s := range db.Stamps {
		stamps = append(stamps, s.Table+" has "+cmp.Or(strings.Join(s.Revisions, ", "), "no row"))
	}
	switch {
	case len(stamps) > 0:
		d.say(result.OK, "stamps", "%s", strings.Join(stamps, "; "))
	case db.NoRows:
		d.say(result.Note, "stamps", "none is known: the file has no rows")
	case len(db.Unread) == 0:
		d.say(result.Note, "stamps", "there is no version table: assay infer says which revision the schema is")
	}
}

// history says what it is compared with.
func (d *doctor) history(i *Inference) {
	var heads []string
	for _, h := range i.histories {
		c := h.Newest()
		if n := len(c.Revisions); n > 0 {
			heads = append(heads, h.Tree+" up to "+c.Revisions[n-1].ID)
		}
		if n := len(h.Remarks); n > 0 {
			d.say(result.Note, "history", "%s in %s could not be taken as they stand: %s", english.Plural(n, "statement", ""), h.Tree, h.Remarks[0])
		}
	}
	d.say(result.OK, "history", "%s", strings.Join(heads, ", "))
}

// cures are what to do where the stamp alone is wrong.
var cures = map[drift.Verdict]string{
	drift.Missing:   "there is no version stamp: assay fix --only stamp prints one, if the schema is what it should be",
	drift.Empty:     "the version table has no stamp: assay fix --only stamp prints one, if the schema is what it should be",
	drift.Unseen:    "a dump without rows does not tell the stamp: name a dump with the rows of the version table",
	drift.Behind:    "the stamp is behind the schema: assay fix --only stamp prints the right one",
	drift.OneBehind: "the stamp is one revision behind the schema: assay fix --only stamp prints the right one",
	drift.Ahead:     "the stamp is ahead of the schema: assay check says what is missing",
}

// trees says what was found of it.
func (d *doctor) trees(i *Inference) {
	known := slices.DeleteFunc(slices.Clone(i.Trees), func(a *Judged) bool { return a.Reading.Verdict == drift.NotAlembic })
	if len(known) == 0 {
		d.say(result.Fix, "trees", "%s", i.nothingKnown().Findings[0].Message)
	}
	for _, a := range known {
		state, said := result.OK, "the stamp agrees with the schema"
		if v := a.Verdict(); v != drift.Agrees {
			state, said = result.Fix, cmp.Or(cures[v], "stamp and schema: "+string(v)+"; assay check says more")
		}
		d.say(state, "tree "+a.Name, "%s", said)
	}
}
