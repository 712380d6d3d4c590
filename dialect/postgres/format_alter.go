package postgres

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// An alteration is one column's change on its way to SQL.
type alteration struct {
	schema.AlterColumn
	counter counter

	before, clauses, after []string
}

// alterColumn writes one ALTER TABLE with all that it can say, between what must come before and after. Where it is known what
// the column was, only what differs is written.
func (w formatter) alterColumn(c schema.AlterColumn) ([]string, error) {
	if c.From.Name != "" {
		keep := schema.PropName
		if c.From.Type != c.To.Type {
			keep |= schema.PropSequence // whose type is that of the column, or was
		}
		c.Set &= c.From.Differ(&c.To) | keep
	}
	if err := canHave(w.version, c.From.With(c.To, c.Set)); err != nil {
		return nil, err
	}
	a := &alteration{AlterColumn: c, counter: counter{c.Table, c.Name, c.From.With(c.To, c.Set).Type}}
	a.identityOff()
	if err := a.generated(w.version); err != nil {
		return nil, err
	}
	drop, set := a.defaults()
	if drop {
		a.clause("DROP DEFAULT")
	}
	if err := a.retype(); err != nil {
		return nil, err
	}
	if set != "" {
		a.clause("SET DEFAULT " + set)
	}
	a.nullable()
	a.identityOn()
	a.counts()
	a.rest()
	s := a.before
	if len(a.clauses) > 0 {
		s = append(s, alterTable(c.Table, a.clauses...))
	}
	return append(s, a.after...), nil
}

func (a *alteration) sets(p schema.Property) bool { return a.Set&p != 0 }

func (a *alteration) clause(s string) {
	a.clauses = append(a.clauses, "ALTER COLUMN "+quote(a.Name)+" "+s)
}

// defaults returns whether the default has to be dropped first, and which one is set in the end; empty: none, or the one that stays.
//
// A column that no longer counts up only loses its default. Its sequence stays, owned by it: nothing else is lost with it, other columns
// may ask it too, and it goes with the column.
func (a *alteration) defaults() (drop bool, set string) {
	switch {
	case a.sets(schema.PropAutoIncrement) && a.To.AutoIncrement:
		a.before = append(a.before, a.counter.create(a.From.With(a.To, a.Set).Sequence)...)
		a.after = append(a.after, a.counter.catchUp(literal(quote(a.counter.name()))))
		return a.From.Default != "", a.counter.next()
	case a.sets(schema.PropDefault) && a.To.Default != "":
		return a.otherType() && (a.From.Name == "" || a.From.Default != ""), operand(a.To.Default)
	case a.sets(schema.PropDefault) && !a.becomesPlain(), a.sets(schema.PropAutoIncrement):
		return true, ""
	}
	kept := a.From.Default
	if kept == "" {
		kept = a.To.Default
	}
	if kept == "" || !a.otherType() {
		return false, ""
	}
	return true, operand(kept)
}

// becomesPlain: the server takes DROP DEFAULT of a generated column for a mistake, and it has none anyway.
func (a *alteration) becomesPlain() bool { return a.From.Generated != "" }

// otherType reports whether the type changes in more than its length, so that the old default may not fit the new type.
func (a *alteration) otherType() bool {
	return a.sets(schema.PropType) && (a.From.Type.Name != a.To.Type.Name)
}

// retype: a new type takes its own collation unless the statement restates the column's.
func (a *alteration) retype() error {
	if !a.sets(schema.PropType | schema.PropCollation) {
		return nil
	}
	to := a.From.With(a.To, a.Set)
	if to.Type.Name == "" {
		to.Type = a.To.Type
	}
	if to.Type.Name == "" {
		return errors.New("a collation cannot be set without the type")
	}
	s := "TYPE " + typeSQL(to.Type)
	if to.Collation == "" {
		to.Collation = a.To.Collation
	}
	switch {
	case to.Collation != "":
		s += " COLLATE " + quote(to.Collation)
	case a.sets(schema.PropCollation):
		s += ` COLLATE "default"`
	}
	how := using(a.Name, a.From.Type, to.Type)
	if a.Using != "" {
		n, err := parseExpression(a.Using)
		if err != nil {
			return fmt.Errorf("reading USING %q: %w", a.Using, err)
		}
		if how, err = deparse(n); err != nil {
			return fmt.Errorf("writing USING %q: %w", a.Using, err)
		}
	}
	if how != "" {
		s += " USING " + how
	}
	a.clause(s)
	if bits[to.Type.Name] > 0 && bits[a.From.Type.Name] > 0 && a.From.AutoIncrement && a.From.With(a.To, a.Set).AutoIncrement && !a.sets(schema.PropSequence) {
		a.after = append(a.after, a.counter.recount(to.Type))
	}
	return nil
}

func (a *alteration) nullable() {
	switch {
	case !a.sets(schema.PropNullable):
	case a.To.Nullable:
		a.clause("DROP NOT NULL")
	default:
		a.clause("SET NOT NULL")
	}
}

// identityOff: the sequence of an identity has the name that a serial column's wants, so it has to be gone before that is made.
func (a *alteration) identityOff() {
	if !a.sets(schema.PropIdentity) || a.To.Identity != "" {
		return
	}
	a.clause("DROP IDENTITY IF EXISTS")
	if a.To.AutoIncrement {
		a.before, a.clauses = append(a.before, alterTable(a.Table, a.clauses...)), nil
	}
}

// identityOn adds the identity in a statement of its own, since the column must be NOT NULL and without a default by then. The sequence
// gets a name that cannot be that of one which the column owns from having been serial.
func (a *alteration) identityOn() {
	switch {
	case !a.sets(schema.PropIdentity) || a.To.Identity == "":
		return
	case a.From.Identity != "":
		a.clause("SET GENERATED " + a.To.Identity)
		return
	}
	sequence := quote(objectName(a.Table, a.Name, "identity_seq"))
	options := strings.TrimSuffix("SEQUENCE NAME "+sequence+" "+strings.ReplaceAll(a.From.With(a.To, a.Set).Sequence, ", ", " "), " ")
	add := "ALTER COLUMN " + quote(a.Name) + " ADD GENERATED " + a.To.Identity + " AS IDENTITY (" + options + ")"
	a.Set &^= schema.PropSequence // it is made with it
	a.after = append(a.after, alterTable(a.Table, add), a.counter.catchUp(literal(sequence)))
}

// counts gives what counts the column up its options.
func (a *alteration) counts() {
	is := a.From.With(a.To, a.Set)
	makes := a.sets(schema.PropAutoIncrement) && a.To.AutoIncrement
	if !a.sets(schema.PropSequence) || makes || a.From.Name != "" && !is.AutoIncrement && is.Identity == "" ||
		a.sets(schema.PropAutoIncrement|schema.PropDefault) && !is.AutoIncrement && is.Identity == "" ||
		a.sets(schema.PropIdentity) && a.To.Identity == "" {
		return
	}
	a.after = append(a.after, a.counter.set(is.Sequence))
}

// generated: a column can stop being computed, and from 17 on be computed otherwise. It cannot start, nor change how it is kept.
func (a *alteration) generated(r version) error {
	from, to := a.From, a.To
	switch {
	case !a.sets(schema.PropGenerated) || from.Name != "" && from.Generated == to.Generated && from.Stored == to.Stored:
	case to.Generated == "" && r.since(13) && (from.Name == "" || from.Stored):
		a.clause("DROP EXPRESSION IF EXISTS")
	case from.Generated != "" && to.Generated != "" && from.Stored == to.Stored && r.since(17):
		a.clause("SET EXPRESSION AS (" + to.Generated + ")")
	default:
		return errors.New("the column has to be dropped and created again, since PostgreSQL cannot change how it is generated")
	}
	return nil
}

// rest is what ALTER COLUMN does not say. The name comes last: all before it goes by the old one.
func (a *alteration) rest() {
	if a.sets(schema.PropComment) {
		a.after = append(a.after, commentOn(a.Table, a.Name, a.To.Comment))
	}
	if a.sets(schema.PropName) && a.To.Name != a.Name {
		a.after = append(a.after, alterTable(a.Table, "RENAME COLUMN "+quote(a.Name)+" TO "+quote(a.To.Name)))
	}
}
