package rules

import (
	"fmt"

	"assay/schema"
)

var missingTable = &Rule{
	Name:     "missing-table",
	Severity: Error,
	Title:    "a table of the revision is missing",
	Why: "Asterisk cannot load what it should hold. Tables that its guide tells administrators to drop (sippeers, iaxfriends, meetme, voicemail, …) " +
		"are nobody's loss until a later revision alters one of them: then the upgrade stops there.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		create, ok := c.(schema.CreateTable)
		if !ok {
			return Finding{}, false
		}
		name := create.Table.Name
		f := Finding{Want: fmt.Sprintf("table of %d columns", len(create.Table.Columns)), Severity: Error}
		f.Message = fmt.Sprintf("table %s is missing", name)
		next := p.Lore.PendingTouch(c.Object())
		switch {
		case next.Revision != "":
			f.Message += ": " + stops(next, "changes it")
		case p.Usage.optional(name):
			f.Severity = Info
			f.Message += ": harmless if Asterisk does not use it; no later revision touches it"
		case p.Usage.writes(name):
			f.Message += ": " + p.Usage.breaksWrites(name)
		default:
			f.Message += ": Asterisk cannot load what it holds"
		}
		return f, true
	},
}

var extraTable = &Rule{
	Name:     "extra-table",
	Severity: Error,
	Title:    "a table is not of the revision",
	Why: "A table that another revision makes is a left-over, or stops the upgrade that will make it. Tables that no revision knows are the " +
		"administrator's own: they are named and left alone.",
	Check: func(p *Pass, c schema.Change) (Finding, bool) {
		if _, ok := c.(schema.DropTable); !ok {
			return Finding{}, false
		}
		f := Finding{Got: "table", Severity: Info, Message: fmt.Sprintf("table %s is not of this revision", c.Object().Table)}
		next, made := p.Lore.PendingMake(c.Object()), p.Lore.MadeBy(c.Object())
		switch {
		case next.Revision != "":
			f.Severity = Error
			f.Message += ": " + stops(next, "creates it")
		case made.Revision != "":
			f.Message += fmt.Sprintf("; %s (%s) creates one", made.Revision, made.Release)
		default:
			f.Message += " and no revision makes it: it is left alone"
			f.Fix = []schema.Change{}
		}
		return f, true
	},
}

var tableCharset = &Rule{
	Name:     "table-charset",
	Severity: Warning,
	Title:    "a table's character set or collation differs from that of its siblings",
	Why:      "Text of one table then sorts, compares or fits differently from text of the next; comparing two such columns can fail or ignore indexes.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Collation == "" && a.To.Charset == "" {
			return Finding{}, false
		}
		f := Finding{Want: charset(a.To), Got: charset(a.From), Severity: Warning}
		f.Message = fmt.Sprintf("table %s is %s, most of its siblings are %s", a.Table, f.Got, f.Want)
		return f, true
	},
}

func charset(o schema.Options) string { return o.Charset + " (" + o.Collation + ")" }

var storageEngine = &Rule{
	Name:     "storage-engine",
	Severity: Warning,
	Title:    "a table's storage engine differs from that of its siblings",
	Why:      "MyISAM and Aria lose rows in a crash, know no foreign keys and allow shorter keys, so that a later revision may fail on them.",
	Check: func(_ *Pass, c schema.Change) (Finding, bool) {
		a, ok := c.(schema.AlterTable)
		if !ok || a.To.Engine == "" {
			return Finding{}, false
		}
		f := Finding{Want: a.To.Engine, Got: a.From.Engine, Severity: Warning}
		f.Message = fmt.Sprintf("table %s is stored by %s, most of its siblings by %s", a.Table, f.Got, f.Want)
		return f, true
	},
}
