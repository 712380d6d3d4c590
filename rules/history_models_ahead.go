package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

var modelsAhead = &Rule{
	Name: "models-ahead", Severity: Error, Milder: true, Of: OfHistory, Since: "0.1",
	Title: "the models have what no revision makes",
	Why: "A database that was upgraded to the head lacks it, and every query of the program that names it fails; an index that is missing makes queries slow only. " +
		"A revision was forgotten, or is not in this history: alembic revision --autogenerate writes it.",
	Bad: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n\n" + stampA1 +
		"-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n",
	Good: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n\n" + stampA1 +
		"-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40));\n",
}

// Models judges how the models of a project differ from the end of its history, by the changes that would make the one of the other. by is the revision that
// set something of the history last; empty: none did.
func Models(head, models *schema.Schema, toHead []schema.Change, by func(schema.Object) string) []Finding {
	var found []Finding
	for _, c := range toHead {
		o := c.Object()
		if _, table := c.(schema.CreateTable); !table && o.Table != "" && models.Table(o.Table) == nil {
			continue // what belongs to a table that is missing as a whole
		}
		f := Finding{Table: o.Table, Object: o.Name, Revision: by(o)}
		if kind, severity, got := alone(models, c, false); kind != "" {
			f.Rule, f.Severity, f.Got = modelsAhead.Name, severity, got
			f.Message = "the models have " + kind + ", and no revision makes it"
			f.Revision = ""
		} else if kind, severity, want := alone(head, c, true); kind != "" {
			f.Rule, f.Severity, f.Want = modelsBehind.Name, severity, want
			f.Message = madeBy(f.Revision) + " " + kind + ", and no model has it"
		} else {
			f.Rule = modelsDiffer.Name
			f.Severity, f.Want, f.Got = unlike(c)
			f.Message = o.String() + " is not the same in the models"
			if f.Want != f.Got {
				f.Message = fmt.Sprintf("%s is %s by the revisions, and %s by the models", o, f.Want, f.Got)
			}
		}
		found = append(found, f)
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(b.Severity, a.Severity))
	})
	return found
}

// madeBy says who makes something.
func madeBy(revision string) string {
	if revision == "" {
		return "the revisions make"
	}
	return "revision " + revision + " makes"
}

// alone says what only one side has, which is of that schema, how bad that is, and what it is like; no kind: the change is another one. makes: by a change that
// makes it of the other side's, or else takes it away.
func alone(s *schema.Schema, c schema.Change, makes bool) (kind string, severity Severity, like string) {
	o := c.Object()
	t := s.Table(o.Table)
	switch c.(type) {
	case schema.CreateTable, schema.CreateEnum, schema.AddColumn, schema.AddIndex, schema.AddForeignKey, schema.AddCheck:
		if !makes {
			return "", 0, ""
		}
	case schema.DropTable, schema.DropEnum, schema.DropColumn, schema.DropIndex, schema.DropForeignKey, schema.DropCheck:
		if makes {
			return "", 0, ""
		}
	default:
		return "", 0, ""
	}
	severity = Error
	if makes {
		severity = Warning
	}
	switch o.Kind {
	case schema.ColumnObject:
		col := t.Columns[t.Column(s.Semantics, o.Name)]
		if like = describe(col); col.Demands() {
			severity = Error // every INSERT of the models fails
		}
	case schema.IndexObject:
		index := schema.Index{Name: o.Name}
		if add, ok := c.(schema.AddIndex); ok {
			index = add.Index
		} else if i := t.Index(s.Semantics, o.Name); i >= 0 {
			index = t.Indexes[i]
		}
		severity = Warning
		if !index.Kind.Unique() && makes {
			severity = Info
		}
		return keyWord(index.Kind) + " " + named(index) + " of table " + o.Table, severity, keyWord(index.Kind) + " " + index.On()
	case schema.ForeignKeyObject, schema.CheckObject:
		severity = Warning
		if add, ok := c.(schema.AddForeignKey); ok && o.Name == "" {
			return "foreign key (" + strings.Join(add.ForeignKey.Columns, ", ") + ") of table " + o.Table, severity, ""
		}
	case schema.TableObject, schema.EnumObject:
	}
	return o.String(), severity, like
}
