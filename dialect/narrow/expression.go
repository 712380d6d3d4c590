package narrow

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// Canonical brings an SQL expression to one spelling, be it as somebody declares it or as the catalogue prints it: without parentheses that mean nothing, an IN
// as it was before a server made an OR of it, functions in lower case. Names that need quotes have double ones.
func (l *Language) Canonical(sql string) (string, error) {
	if err := schema.Bounded(sql, false); err != nil {
		return "", err
	}
	r, err := l.Read(sql)
	if err != nil {
		return "", err
	}
	n, err := r.Expr(0)
	switch {
	case err != nil:
		return "", err
	case !r.Done():
		return "", fmt.Errorf("%q behind an expression is not understood", r.Rest())
	}
	return n.Spell(0), nil
}

// Default brings a default to one spelling for a column of that type; one of NULL is none.
func (l *Language) Default(sql string, t schema.Type) (string, error) {
	sql, onNull := strings.CutPrefix(strings.TrimSpace(sql), OnNull)
	if sql == "" {
		return "", nil
	}
	said, err := l.Canonical(sql)
	if err != nil || said == "NULL" {
		return "", err
	}
	if said = l.Plain(said, t); onNull && said != "" {
		said = OnNull + said
	}
	return said, nil
}

// OnNull begins a default that stands for a NULL as well (Oracle).
const OnNull = "ON NULL "

// Printed is an expression as a catalogue has it in canonical spelling; one that is not understood stays as it is.
func (l *Language) Printed(sql string) string {
	if expr, err := l.Canonical(sql); err == nil {
		return expr
	}
	return sql
}

// A Node is a part of an expression: a leaf is text as it is printed, else op joins kids.
type Node struct {
	Op   string
	Kids []Node
	Leaf string
}

// The levels of operators: what binds less has to stand in parentheses within what binds more.
const (
	orLevel = iota + 1
	andLevel
	notLevel
	compareLevel
	AddLevel
	timesLevel
	signLevel
)

var levels = map[string]int{
	"OR": orLevel, "AND": andLevel, "=": compareLevel, "<>": compareLevel, "!=": compareLevel, "<": compareLevel, ">": compareLevel, "<=": compareLevel,
	">=": compareLevel, "LIKE": compareLevel, "+": AddLevel, "-": AddLevel, "||": AddLevel, "&": AddLevel, "|": AddLevel, "^": AddLevel, "*": timesLevel,
	"/": timesLevel,
	"%": timesLevel,
}

func (n Node) level() int {
	switch n.Op {
	case "":
		return signLevel + 1
	case "NOT":
		return notLevel
	case "IN", "NULL", "NOT NULL":
		return compareLevel
	case "sign":
		return signLevel
	}
	return levels[n.Op]
}

// Spell writes a node that stands within an operator of that level.
func (n Node) Spell(within int) string {
	var s string
	switch n.Op {
	case "":
		return n.Leaf
	case "NOT":
		s = "NOT " + n.Kids[0].Spell(notLevel)
	case "sign":
		s = "-" + n.Kids[0].Spell(signLevel)
	case "NULL", "NOT NULL":
		s = n.Kids[0].Spell(compareLevel+1) + " IS " + n.Op
	case "IN":
		s = n.Kids[0].Spell(compareLevel+1) + " IN (" + SpellAll(n.Kids[1:]) + ")"
		if len(n.Kids) == 2 {
			s = n.Kids[0].Spell(compareLevel+1) + " = " + n.Kids[1].Spell(compareLevel+1)
		}
	default:
		parts := make([]string, len(n.Kids))
		for i, k := range n.Kids {
			level := n.level()
			if i > 0 && level > andLevel {
				level++
			}
			parts[i] = k.Spell(level)
		}
		s = strings.Join(parts, " "+n.Op+" ")
	}
	if n.level() < within {
		return "(" + s + ")"
	}
	return s
}

// SpellAll writes nodes with commas between them.
func SpellAll(nodes []Node) string {
	all := make([]string, len(nodes))
	for i, k := range nodes {
		all[i] = k.Spell(0)
	}
	return strings.Join(all, ", ")
}

// Expr reads operators of that level and above.
func (r *Reader) Expr(level int) (Node, error) {
	if level <= notLevel && r.Take("NOT") {
		n, err := r.Expr(notLevel)
		return Node{Op: "NOT", Kids: []Node{n}}, err
	}
	left, err := r.primary()
	for err == nil {
		op := strings.ToUpper(r.Peek().Said)
		negated := false
		if r.Peek().Is("NOT") && r.PeekAt(1).Kind == Word {
			negated, op = true, strings.ToUpper(r.PeekAt(1).Said)
		}
		special := op == "IN" || op == "BETWEEN" || op == "IS"
		l := levels[op]
		if special {
			l = compareLevel
		}
		if r.Peek().Kind != Word && r.Peek().Kind != Symbol || l == 0 || l < level {
			return left, nil
		}
		r.At++
		if negated {
			r.At++
		}
		if special {
			left, err = r.special(op, left)
		} else {
			left, err = r.binary(op, l, left)
		}
		if negated {
			left = Node{Op: "NOT", Kids: []Node{left}}
		}
	}
	return left, err
}

func (r *Reader) binary(op string, level int, left Node) (Node, error) {
	right, err := r.Expr(level + 1)
	if op == "!=" {
		op = "<>"
	}
	if level > andLevel {
		return Node{Op: op, Kids: []Node{left, right}}, err
	}
	return joined(op, left, right), err
}

// joined joins two conditions; an OR of equalities of one thing is an IN.
func joined(op string, left, right Node) Node {
	n := Node{Op: op}
	for _, k := range []Node{left, right} {
		if k.Op == op {
			n.Kids = append(n.Kids, k.Kids...)
		} else {
			n.Kids = append(n.Kids, k)
		}
	}
	if op != "OR" {
		return n
	}
	kept := n.Kids[:0:0]
	for _, k := range n.Kids {
		list, ok := k.listed()
		i := slices.IndexFunc(kept, func(o Node) bool { return ok && o.Op == "IN" && o.Kids[0].Spell(0) == list.Kids[0].Spell(0) })
		switch {
		case !ok:
			kept = append(kept, k)
		case i < 0:
			kept = append(kept, list)
		default:
			kept[i] = in(kept[i].Kids[0], append(slices.Clone(kept[i].Kids[1:]), list.Kids[1:]...))
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	n.Kids = kept
	return n
}

// listed is an equality with a constant as an IN of one; false: it is something else.
func (n Node) listed() (Node, bool) {
	switch {
	case n.Op == "IN":
		return n, true
	case n.Op != "=":
		return n, false
	}
	constant := func(k Node) bool {
		return k.Op == "" && k.Leaf != "" && strings.ContainsAny(k.Leaf[:1], "'N0123456789") && !plainName().MatchString(k.Leaf)
	}
	if constant(n.Kids[1]) && !constant(n.Kids[0]) {
		return in(n.Kids[0], n.Kids[1:]), true
	}
	return n, false
}

// in is an IN, its list in one order, without repetition. One of a single value is printed as an equality.
func in(of Node, list []Node) Node {
	slices.SortStableFunc(list, func(a, b Node) int { return strings.Compare(a.Spell(0), b.Spell(0)) })
	list = slices.CompactFunc(list, func(a, b Node) bool { return a.Spell(0) == b.Spell(0) })
	return Node{Op: "IN", Kids: append([]Node{of}, list...)}
}

func (r *Reader) special(op string, left Node) (Node, error) {
	switch op {
	case "IS":
		is := "NULL"
		if r.Take("NOT") {
			is = "NOT NULL"
		}
		return Node{Op: is, Kids: []Node{left}}, r.Need("NULL")
	case "BETWEEN":
		low, err := r.Expr(AddLevel)
		if err == nil {
			err = r.Need("AND")
		}
		if err != nil {
			return left, err
		}
		high, err := r.Expr(AddLevel)
		return joined("AND", Node{Op: ">=", Kids: []Node{left, low}}, Node{Op: "<=", Kids: []Node{left, high}}), err
	}
	if err := r.Need("("); err != nil {
		return left, err
	}
	var list []Node
	for {
		n, err := r.Expr(0)
		if err != nil {
			return left, err
		}
		list = append(list, n)
		if !r.Take(",") {
			return in(left, list), r.Need(")")
		}
	}
}

// notNames are words that cannot be the name of a column in an expression.
var notNames = map[string]bool{
	"SELECT": true, "CASE": true, "WHEN": true, "THEN": true, "ELSE": true, "END": true, "EXISTS": true, "FROM": true, "WHERE": true, "AND": true,
	"OR": true, "IN": true, "IS": true, "NEXT": true,
}

func (r *Reader) primary() (Node, error) {
	t := r.Peek()
	r.At++
	switch {
	case t.Kind == Number:
		return Node{Leaf: strings.ToLower(t.Said)}, nil
	case t.Kind == Text:
		said := "'" + strings.ReplaceAll(t.Said, "'", "''") + "'"
		if t.National && !IsASCII(t.Said) {
			said = "N" + said
		}
		return Node{Leaf: said}, nil
	case t.Is("-"), t.Is("+"):
		n, err := r.Expr(signLevel)
		if t.Is("+") || err != nil {
			return n, err
		}
		if n.Op == "" && n.Leaf != "" && n.Leaf[0] >= '0' && n.Leaf[0] <= '9' {
			return Node{Leaf: "-" + n.Leaf}, nil
		}
		return Node{Op: "sign", Kids: []Node{n}}, nil
	case t.Is("("):
		n, err := r.Expr(0)
		if err == nil {
			err = r.Need(")")
		}
		return n, err
	case t.Is("CASE"):
		return cases(r)
	case t.Kind == Name, t.Kind == Word && !notNames[strings.ToUpper(t.Said)]:
		return r.named(t)
	}
	if t.Kind == End {
		return Node{}, errors.New("an expression has no end")
	}
	return Node{}, fmt.Errorf("%q in an expression is not understood", t.Said)
}

// cases reads a CASE of either kind, behind its first word.
func cases(r *Reader) (Node, error) {
	said := "CASE"
	part := func(word string) error {
		n, err := r.Expr(0)
		said += word + " " + n.Spell(0)
		return err
	}
	if !r.Peek().Is("WHEN") {
		if err := part(""); err != nil {
			return Node{}, err
		}
	}
	for first := true; first || r.Peek().Is("WHEN"); first = false {
		if err := r.Need("WHEN"); err != nil {
			return Node{}, err
		}
		err := part(" WHEN")
		if err == nil {
			err = r.Need("THEN")
		}
		if err == nil {
			err = part(" THEN")
		}
		if err != nil {
			return Node{}, err
		}
	}
	if r.Take("ELSE") {
		if err := part(" ELSE"); err != nil {
			return Node{}, err
		}
	}
	return Node{Leaf: said + " END"}, r.Need("END")
}

var plainName = schema.Pattern(`^[A-Za-z_][A-Za-z0-9_]*$`)

// IsPlain reports whether a text is a name that needs no quotes for its letters.
func IsPlain(s string) bool { return plainName().MatchString(s) }

// IsASCII reports whether a text holds nothing beyond ASCII.
func IsASCII(s string) bool { return strings.IndexFunc(s, func(r rune) bool { return r > 0x7e }) < 0 }

// DoubleQuoted writes a name in an expression: in double quotes where it has to be.
func DoubleQuoted(name string) string {
	if IsPlain(name) && !notNames[strings.ToUpper(name)] {
		return name
	}
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// named reads a column, a function or a constant without parentheses that begins with a name.
func (r *Reader) named(t Token) (Node, error) {
	if t.Kind == Word {
		if t.Is("NULL") {
			return Node{Leaf: "NULL"}, nil
		}
		if n, ok, err := r.Known(r, t); ok || err != nil {
			return n, err
		}
	}
	path, said := []string{r.Spell(r.Name(t))}, []string{t.Said}
	for r.Take(".") {
		path, said = append(path, r.Spell(r.Name(r.Peek()))), append(said, r.Peek().Said)
		r.At++
	}
	if !r.Take("(") {
		return Node{Leaf: r.Path(path)}, nil
	}
	called := strings.ToLower(strings.Join(said, "."))
	var args []Node
	for !r.Take(")") {
		n, err := r.Expr(0)
		if err != nil {
			return n, err
		}
		args = append(args, n)
		if !r.Take(",") {
			return Node{Leaf: called + "(" + SpellAll(args) + ")"}, r.Need(")")
		}
	}
	return Node{Leaf: called + "(" + SpellAll(args) + ")"}, nil
}

// Cast reads the rest of a CAST(x AS t).
func (r *Reader) Cast() (of schema.Type, n Node, err error) {
	if err = r.Need("("); err == nil {
		n, err = r.Expr(0)
	}
	if err == nil {
		err = r.Need("AS")
	}
	if err == nil {
		of, err = r.Typed(r)
	}
	if err == nil {
		err = r.Need(")")
	}
	return of, n, err
}
