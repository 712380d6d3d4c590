package dialect

import (
	"errors"
	"fmt"
	"reflect"

	"assay/schema"
)

// Complete returns the dialect of a room, with the defaults in the place of the parts that it does not have.
func Complete(room Syntax) Dialect {
	if whole, ok := room.(Dialect); ok {
		return whole
	}
	d := completed{Syntax: room, Scripting: plainScripts{}, Planning: unplanned{}, Probing: unprobed{}, Locking: unlocked{}, Vetting: unvetted{}}
	if part, ok := room.(Scripting); ok {
		d.Scripting = part
	}
	if part, ok := room.(Planning); ok {
		d.Planning = part
	}
	if part, ok := room.(Probing); ok {
		d.Probing = part
	}
	if part, ok := room.(Locking); ok {
		d.Locking = part
	}
	if part, ok := room.(Vetting); ok {
		d.Vetting = part
	}
	return d
}

// completed is a room's dialect with defaults.
type completed struct {
	Syntax
	Scripting
	Planning
	Probing
	Locking
	Vetting
}

// Settle implements what package introspect asks of a language that can do it.
func (d completed) Settle(s *schema.Schema, database string) {
	if room, ok := d.Syntax.(interface {
		Settle(s *schema.Schema, database string)
	}); ok {
		room.Settle(s, database)
	}
}

// NeverRead are the kinds of what a room never looks at, for people, as far as it says any.
func NeverRead(room any) []string {
	if d, ok := room.(completed); ok {
		room = d.Syntax
	}
	if r, ok := room.(interface{ NeverRead() []string }); ok {
		return r.NeverRead()
	}
	return []string{}
}

// Unjudged says which part of an engine's ways nobody knows, so that nothing is found about it, for people; empty: none.
func Unjudged(d Dialect) string {
	if c, ok := d.(completed); ok && c.Locking == (unlocked{}) {
		return "how a statement goes about what it does, and whom it keeps waiting, is not known of this engine, and not judged"
	}
	return ""
}

// plainScripts begin with nothing and end with nothing.
type plainScripts struct{}

func (plainScripts) Opening(bool) []string                     { return nil }
func (plainScripts) Envelope(...string) (first, last []string) { return nil, nil }
func (plainScripts) Session(...string) []string                { return nil }
func (plainScripts) Strict() string                            { return "" }
func (plainScripts) Say(string, string) []string               { return nil }
func (plainScripts) Leave() string                             { return "" }

func (plainScripts) Clause(schema.Change) (head, clause string)          { return "", "" }
func (plainScripts) Concurrently(*schema.Schema, schema.Change) []string { return nil }

// unplanned refuses nothing: what is predicted is only what the schema itself forbids.
type unplanned struct{}

func (unplanned) Refusal(*schema.Schema, schema.Change) *schema.Refusal { return nil }
func (unplanned) TooLong(column string, _ schema.Type) *schema.Refusal {
	return &schema.Refusal{Code: "unknown", Text: "the value is too long for column " + column}
}
func (unplanned) Reserved(string) bool { return false }

// unprobed takes every conversion for one that may lose values, and asks nothing.
type unprobed struct{}

func (unprobed) Unfilled(schema.Domain) []schema.Lossy                      { return nil }
func (unprobed) Casts(schema.AlterColumn) (casts []schema.Type, known bool) { return nil, false }
func (unprobed) Lossy(_ string, from, to schema.Domain, _ bool) []schema.Lossy {
	if reflect.DeepEqual(from, to) {
		return nil
	}
	return []schema.Lossy{{Problem: "assay does not know what this engine makes of them", Fatal: true}}
}

func (unprobed) Becomes(string, schema.Domain, schema.Domain) (sql string, ok bool) { return "", false }
func (unprobed) StrictMode() string                                                 { return "" }
func (unprobed) NoRole(string) string                                               { return "" }
func (unprobed) First(query string, rows int) string                                { return fmt.Sprintf("%s LIMIT %d", query, rows) }
func (unprobed) Typed(sql string, _ schema.Type) string                             { return sql }

// unlocked knows of no lock: nothing is said of who waits.
type unlocked struct{}

func (unlocked) Execution(string) schema.Execution                                  { return schema.Execution{} }
func (unlocked) Cost(*schema.Schema, schema.Change, schema.Execution) []schema.Cost { return nil }

// unvetted lets no snapshot pass, since what stands in it can reach a script.
type unvetted struct{}

var errUnvetted = errors.New("snapshots of this engine cannot be checked, and so are not read")

func (unvetted) Vet(*schema.Table) error       { return errUnvetted }
func (unvetted) VetDefinition(string) error    { return errUnvetted }
func (unvetted) VetServer(schema.Server) error { return errUnvetted }
