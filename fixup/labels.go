package fixup

import (
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// labels are the values of a column's type before a change and after it, where both are enumerations. A type that is made anew has other ones by then.
func (p *planner) labels(c schema.AlterColumn) (from, to []string) {
	if e, ok := p.origin.(schema.AlterEnum); ok && c.Set&schema.PropType != 0 {
		return schema.SplitLabels(e.From.Labels), schema.SplitLabels(e.To.Labels)
	}
	return labelsOf(p.Result, c.From.Type), labelsOf(p.Result, c.To.Type)
}

// alikeLabels reports whether a label of one type is one of the other but for its case: servers may take no type that has both (MySQL).
func alikeLabels(from, to schema.Type) bool {
	for _, a := range from.Labels() {
		if slices.ContainsFunc(to.Labels(), func(b string) bool { return a != b && strings.EqualFold(a, b) }) {
			return true
		}
	}
	return false
}

// mapsAll reports whether [mapsOf] leaves no value that the new type does not have.
func mapsAll(p *planner, c schema.AlterColumn) bool {
	from, to := p.labels(c)
	return from != nil && to != nil && !slices.ContainsFunc(from, func(l string) bool { return !slices.Contains(to, l) && meaningOf(l, from, to) == "" })
}

// meaningOf is the label of both types that means the same as one of the old; empty: there is none.
func meaningOf(label string, from, to []string) string {
	for _, same := range spellings {
		if !slices.Contains(same, label) {
			continue
		}
		if i := slices.IndexFunc(same, func(s string) bool { return slices.Contains(to, s) && slices.Contains(from, s) }); i >= 0 {
			return same[i]
		}
	}
	return ""
}

// spellings are the words for yes and for no, which Asterisk and its older types take for one another.
var spellings = [][]string{{"yes", "true", "on", "1"}, {"no", "false", "off", "0"}}

// mapsOf are the statements that write the values of a column in the spelling of its new labels, where it has other ones of the same meaning.
func mapsOf(p *planner, c schema.AlterColumn) []string {
	from, to := p.labels(c)
	if from == nil || to == nil || c.Set&schema.PropType == 0 {
		return nil
	}
	old := map[string][]string{} // by what they become
	for _, l := range from {
		if same := meaningOf(l, from, to); same != "" && !slices.Contains(to, l) {
			old[same] = append(old[same], p.format.Literal(l))
		}
	}
	q := p.format.Quote
	var updates []string
	for _, l := range to {
		if old[l] != nil {
			updates = append(updates, fmt.Sprintf("UPDATE %s SET %s = %s WHERE %[2]s IN (%[4]s)", q(c.Table), q(c.Name), p.format.Literal(l), strings.Join(old[l], ", ")))
		}
	}
	return updates
}

// opensOf are statements, to be completed, that write the values for which the new labels have no word of the same meaning; none: both types have nothing in
// common, or there is no such value.
func opensOf(p *planner, c schema.AlterColumn) []string {
	from, to := p.labels(c)
	var both, lost []string
	for _, l := range from {
		switch {
		case slices.Contains(to, l):
			both = append(both, p.format.Literal(l))
		case meaningOf(l, from, to) == "":
			lost = append(lost, p.format.Literal(l))
		}
	}
	if len(both) == 0 || c.Set&schema.PropType == 0 {
		return nil
	}
	q := p.format.Quote
	var open []string
	for _, l := range lost {
		open = append(open, fmt.Sprintf("UPDATE %s SET %s = /* one of %s */ WHERE %[2]s = %[4]s", q(c.Table), q(c.Name), strings.Join(both, ", "), l))
	}
	return open[:min(few, len(open))]
}

func freeName(s *schema.Schema, name string) string {
	for i := 2; ; i++ {
		if _, taken := s.Enums[name]; !taken {
			return name
		}
		name = fmt.Sprintf("%s%d", name, i)
	}
}
