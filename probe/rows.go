package probe

import (
	"slices"
	"strings"

	"assay/schema"
)

// A listed row is one that stands in a statement: what it has in each column, by the column's key, as it is written; empty: not known.
type listed map[string]string

// A keyed value is what rows are told apart by in the columns of a unique key, or of what refers to one.
type keyed struct {
	// key is what the server compares: rows of other keys are never equal. exact is how the literals are written: rows that are written alike are always equal.
	// Empty: there is an expression among them.
	key, exact string
	// none: it has a NULL, which is equal to nothing. vague: there is no telling what it is.
	none, vague bool
}

// keyOf is what a listed row of a table has in columns.
func (s *state) keyOf(row listed, t *schema.Table, columns []string) keyed {
	var k keyed
	literals := true
	for _, name := range columns {
		i := t.Column(s.now.Semantics, name)
		value := row[s.place("", name).column]
		switch {
		case strings.EqualFold(value, "NULL"):
			return keyed{none: true}
		case i < 0 || value == "":
			k.vague, literals = true, false
			continue
		}
		key, vague := s.now.Semantics.Key(domain(s.now, t, t.Columns[i]), value)
		k.key, k.exact, k.vague = k.key+"\x00"+key, k.exact+"\x00"+value, k.vague || vague
		literals = literals && schema.IsLiteral(value)
	}
	if !literals {
		k.exact = ""
	}
	return k
}

// keys are those that the rows which statements have put into a table have in columns, kept from one statement to the next.
type keys struct {
	columns     []string
	rows        int // that are among them so far
	seen, exact map[string]bool
	any, vague  bool // there is one, and one of which there is no telling what it is
}

// keysOf are the keys that the rows of a relation have in columns.
func (s *state) keysOf(r *relation, t *schema.Table, columns []string) *keys {
	at := slices.IndexFunc(r.keys, func(k *keys) bool { return slices.Equal(k.columns, columns) })
	if at < 0 {
		at, r.keys = len(r.keys), append(r.keys, &keys{columns: columns, seen: map[string]bool{}, exact: map[string]bool{}})
	}
	k := r.keys[at]
	for _, row := range r.rows[k.rows:] {
		k.add(s.keyOf(row, t, columns))
	}
	k.rows = len(r.rows)
	return k
}

func (k *keys) add(row keyed) {
	if row.none {
		return
	}
	k.vague = k.vague || row.vague
	if !row.vague {
		k.seen[row.key] = true
	}
	k.exact[row.exact] = row.exact != ""
	k.any = true
}

// meets reports whether a row is equal to one of them: for sure, or as far as there is a telling.
func (k *keys) meets(row keyed) (sure, may bool) {
	if row.none {
		return false, false
	}
	sure = k.exact[row.exact]
	return sure, sure || k.vague || row.vague && k.any || k.seen[row.key]
}
