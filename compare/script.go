package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/fixup"
)

// Script is the SQL that makes B of A.
func (k *Comparison) Script(destroy bool) (*fixup.Script, error) {
	script := &fixup.Script{Title: append([]string{"assay diff", "from " + k.Title(k.A), "to   " + k.Title(k.B)}, k.Remarks()...)}
	plan, before, behind, err := k.pass(destroy)
	if err != nil {
		return nil, err
	}
	var path []string
	if !k.A.InHistory() {
		path = k.A.DB.SearchPath()
	}
	script.Enclose(k.Room, k.A.DB.Schema, path...)
	if len(plan.Steps)+len(before)+len(behind) == 0 {
		script.Title = append(script.Title, "Nothing is to be done.")
		return script, nil
	}
	script.Parts = slices.Concat(before, []fixup.Part{{Plan: plan, Why: k.why}}, behind)
	return script, nil
}

// why says what a step is for.
func (k *Comparison) why(step fixup.Step) string {
	var texts []string
	for i, f := range k.findings {
		if step.IsFor(f.Fix) {
			d := k.All[i]
			texts = append(texts, fmt.Sprintf("%s: %s → %s", d.What(), cmp.Or(d.A, "-"), cmp.Or(d.B, "-")))
		}
	}
	return strings.Join(slices.Compact(texts), "; ")
}
