package mssql

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// expression brings an SQL expression to one spelling, be it as somebody declares it or as the catalogue prints it: without the parentheses and brackets that
// the server adds, an IN as it was before the server made an OR of it, functions in lower case. Names that need quotes have double ones.
func expression(sql string) (string, error) {
	if err := schema.Bounded(sql, false); err != nil {
		return "", err
	}
	tokens, err := scan(sql)
	if err != nil {
		return "", err
	}
	r := reader{tokens: tokens, text: sql}
	n, err := r.expression(0)
	switch {
	case err != nil:
		return "", err
	case !r.done():
		return "", fmt.Errorf("%q behind an expression is not understood", r.rest())
	}
	return n.spell(0), nil
}

// bracketed is a canonical expression as a statement has it: names in brackets, whatever QUOTED_IDENTIFIER says.
func bracketed(expr string) string {
	tokens, err := scan(expr)
	if err != nil {
		return expr
	}
	var b strings.Builder
	at := 0
	for _, t := range tokens {
		if t.kind == name {
			b.WriteString(expr[at:t.from] + quote(t.said))
			at = t.to
		}
	}
	return b.String() + expr[at:]
}

// A node is a part of an expression: a leaf is text as it is printed, else op joins kids.
type node struct {
	op   string
	kids []node
	leaf string
}

// The levels of operators: what binds less has to stand in parentheses within what binds more.
const (
	orLevel = iota + 1
	andLevel
	notLevel
	compareLevel
	addLevel
	timesLevel
	signLevel
)

var levels = map[string]int{
	"OR": orLevel, "AND": andLevel, "=": compareLevel, "<>": compareLevel, "!=": compareLevel, "<": compareLevel, ">": compareLevel, "<=": compareLevel,
	">=": compareLevel, "LIKE": compareLevel, "+": addLevel, "-": addLevel, "&": addLevel, "|": addLevel, "^": addLevel, "*": timesLevel, "/": timesLevel,
	"%": timesLevel,
}

func (n node) level() int {
	switch n.op {
	case "":
		return signLevel + 1
	case "NOT":
		return notLevel
	case "IN", "NULL", "NOT NULL":
		return compareLevel
	case "sign":
		return signLevel
	}
	return levels[n.op]
}

// spell writes a node that stands within an operator of that level.
func (n node) spell(within int) string {
	var s string
	switch n.op {
	case "":
		return n.leaf
	case "NOT":
		s = "NOT " + n.kids[0].spell(notLevel)
	case "sign":
		s = "-" + n.kids[0].spell(signLevel)
	case "NULL", "NOT NULL":
		s = n.kids[0].spell(compareLevel+1) + " IS " + n.op
	case "IN":
		s = n.kids[0].spell(compareLevel+1) + " IN (" + spellAll(n.kids[1:]) + ")"
		if len(n.kids) == 2 {
			s = n.kids[0].spell(compareLevel+1) + " = " + n.kids[1].spell(compareLevel+1)
		}
	default:
		parts := make([]string, len(n.kids))
		for i, k := range n.kids {
			level := n.level()
			if i > 0 && level > andLevel {
				level++
			}
			parts[i] = k.spell(level)
		}
		s = strings.Join(parts, " "+n.op+" ")
	}
	if n.level() < within {
		return "(" + s + ")"
	}
	return s
}

func spellAll(nodes []node) string {
	all := make([]string, len(nodes))
	for i, k := range nodes {
		all[i] = k.spell(0)
	}
	return strings.Join(all, ", ")
}

// expression reads operators of that level and above.
func (r *reader) expression(level int) (node, error) {
	if level <= notLevel && r.take("NOT") {
		n, err := r.expression(notLevel)
		return node{op: "NOT", kids: []node{n}}, err
	}
	left, err := r.primary()
	for err == nil {
		op := strings.ToUpper(r.peek().said)
		negated := false
		if r.peek().is("NOT") && r.peekAt(1).kind == word {
			negated, op = true, strings.ToUpper(r.peekAt(1).said)
		}
		special := op == "IN" || op == "BETWEEN" || op == "IS"
		l := levels[op]
		if special {
			l = compareLevel
		}
		if r.peek().kind != word && r.peek().kind != symbol || l == 0 || l < level {
			return left, nil
		}
		r.at++
		if negated {
			r.at++
		}
		if special {
			left, err = r.special(op, left)
		} else {
			left, err = r.binary(op, l, left)
		}
		if negated {
			left = node{op: "NOT", kids: []node{left}}
		}
	}
	return left, err
}

func (r *reader) binary(op string, level int, left node) (node, error) {
	right, err := r.expression(level + 1)
	if op == "!=" {
		op = "<>"
	}
	if level > andLevel {
		return node{op: op, kids: []node{left, right}}, err
	}
	return joined(op, left, right), err
}

// joined joins two conditions; an OR of equalities of one thing is an IN.
func joined(op string, left, right node) node {
	n := node{op: op}
	for _, k := range []node{left, right} {
		if k.op == op {
			n.kids = append(n.kids, k.kids...)
		} else {
			n.kids = append(n.kids, k)
		}
	}
	if op != "OR" {
		return n
	}
	kept := n.kids[:0:0]
	for _, k := range n.kids {
		list, ok := k.listed()
		i := slices.IndexFunc(kept, func(o node) bool { return ok && o.op == "IN" && o.kids[0].spell(0) == list.kids[0].spell(0) })
		switch {
		case !ok:
			kept = append(kept, k)
		case i < 0:
			kept = append(kept, list)
		default:
			kept[i] = in(kept[i].kids[0], append(slices.Clone(kept[i].kids[1:]), list.kids[1:]...))
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	n.kids = kept
	return n
}

// listed is an equality with a constant as an IN of one; false: it is something else.
func (n node) listed() (node, bool) {
	switch {
	case n.op == "IN":
		return n, true
	case n.op != "=":
		return n, false
	}
	constant := func(k node) bool {
		return k.op == "" && k.leaf != "" && strings.ContainsAny(k.leaf[:1], "'N0123456789") && !plainName().MatchString(k.leaf)
	}
	if constant(n.kids[1]) && !constant(n.kids[0]) {
		return in(n.kids[0], n.kids[1:]), true
	}
	return n, false
}

// in is an IN, its list in one order, without repetition. One of a single value is printed as an equality.
func in(of node, list []node) node {
	slices.SortStableFunc(list, func(a, b node) int { return strings.Compare(a.spell(0), b.spell(0)) })
	list = slices.CompactFunc(list, func(a, b node) bool { return a.spell(0) == b.spell(0) })
	return node{op: "IN", kids: append([]node{of}, list...)}
}

func (r *reader) special(op string, left node) (node, error) {
	switch op {
	case "IS":
		is := "NULL"
		if r.take("NOT") {
			is = "NOT NULL"
		}
		return node{op: is, kids: []node{left}}, r.need("NULL")
	case "BETWEEN":
		low, err := r.expression(addLevel)
		if err == nil {
			err = r.need("AND")
		}
		if err != nil {
			return left, err
		}
		high, err := r.expression(addLevel)
		return joined("AND", node{op: ">=", kids: []node{left, low}}, node{op: "<=", kids: []node{left, high}}), err
	}
	if err := r.need("("); err != nil {
		return left, err
	}
	var list []node
	for {
		n, err := r.expression(0)
		if err != nil {
			return left, err
		}
		list = append(list, n)
		if !r.take(",") {
			return in(left, list), r.need(")")
		}
	}
}

// notNames are words that cannot be the name of a column in an expression.
var notNames = map[string]bool{
	"SELECT": true, "CASE": true, "EXISTS": true, "FROM": true, "WHERE": true, "AND": true, "OR": true, "IN": true, "IS": true,
	"NEXT": true,
}

func (r *reader) primary() (node, error) {
	t := r.peek()
	r.at++
	switch {
	case t.kind == number:
		return node{leaf: strings.ToLower(t.said)}, nil
	case t.kind == text:
		said := "'" + strings.ReplaceAll(t.said, "'", "''") + "'"
		if t.national && !isASCII(t.said) {
			said = "N" + said
		}
		return node{leaf: said}, nil
	case t.is("-"), t.is("+"):
		n, err := r.expression(signLevel)
		if t.is("+") || err != nil {
			return n, err
		}
		if n.op == "" && n.leaf != "" && n.leaf[0] >= '0' && n.leaf[0] <= '9' {
			return node{leaf: "-" + n.leaf}, nil
		}
		return node{op: "sign", kids: []node{n}}, nil
	case t.is("("):
		n, err := r.expression(0)
		if err == nil {
			err = r.need(")")
		}
		return n, err
	case t.kind == name, t.kind == word && !notNames[strings.ToUpper(t.said)]:
		return r.named(t)
	}
	if t.kind == endToken {
		return node{}, errors.New("an expression has no end")
	}
	return node{}, fmt.Errorf("%q in an expression is not understood", t.said)
}

var plainName = schema.Pattern(`^[A-Za-z_][A-Za-z0-9_]*$`)

// named reads a column, a function or a constant without parentheses that begins with a name.
func (r *reader) named(t token) (node, error) {
	switch strings.ToUpper(t.said) {
	case "NULL":
		if t.kind == word {
			return node{leaf: "NULL"}, nil
		}
	case "CURRENT_TIMESTAMP":
		if t.kind == word {
			return node{leaf: "getdate()"}, nil
		}
	case "CAST":
		if t.kind == word && r.peek().is("(") {
			return r.cast(false)
		}
	case "CONVERT":
		if t.kind == word && r.peek().is("(") {
			return r.cast(true)
		}
	}
	path := []string{spelledName(t)}
	for r.take(".") {
		path = append(path, spelledName(r.peek()))
		r.at++
	}
	if !r.take("(") {
		return node{leaf: path[len(path)-1]}, nil // a check or a default can name columns of its own table only
	}
	called := strings.ToLower(strings.Join(path, "."))
	var args []node
	for !r.take(")") {
		n, err := r.expression(0)
		if err != nil {
			return n, err
		}
		args = append(args, n)
		if !r.take(",") {
			return node{leaf: called + "(" + spellAll(args) + ")"}, r.need(")")
		}
	}
	return node{leaf: called + "(" + spellAll(args) + ")"}, nil
}

func spelledName(t token) string {
	if plainName().MatchString(t.said) && !notNames[strings.ToUpper(t.said)] {
		return t.said
	}
	return `"` + strings.ReplaceAll(t.said, `"`, `""`) + `"`
}

// cast reads CAST(x AS t) or CONVERT(t, x), of which the server prints the second.
func (r *reader) cast(converts bool) (node, error) {
	r.at++
	if converts {
		of, err := r.typed()
		if err != nil || !r.take(",") {
			return node{}, errors.Join(err, errors.New("CONVERT without a value is not understood"))
		}
		n, err := r.expression(0)
		if err == nil {
			err = r.need(")") // a style is not understood
		}
		return node{leaf: "convert(" + of.String() + ", " + n.spell(0) + ")"}, err
	}
	n, err := r.expression(0)
	if err == nil {
		err = r.need("AS")
	}
	if err != nil {
		return n, err
	}
	of, err := r.typed()
	if err == nil {
		err = r.need(")")
	}
	return node{leaf: "convert(" + of.String() + ", " + n.spell(0) + ")"}, err
}
