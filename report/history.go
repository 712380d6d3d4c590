package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"assay/expected"
	"assay/schema"
)

// Releases prints a line for each release, the oldest first, with the revision that it ends at in each history.
func Releases(out io.Writer, histories []*expected.History) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprint(w, "RELEASE\tDATE")
	heads := map[expected.Release]map[string]string{}
	var all []expected.Release
	for _, h := range histories {
		_, _ = fmt.Fprintf(w, "\t%s", strings.ToUpper(h.Tree))
		for _, chain := range h.Chains {
			for _, r := range chain.Releases {
				if heads[r] == nil {
					heads[r] = map[string]string{}
					all = append(all, r)
				}
				heads[r][h.Tree] = chain.Revisions[len(chain.Revisions)-1].ID
			}
		}
	}
	_, _ = fmt.Fprintln(w)
	for _, r := range expected.Sorted(all) {
		_, _ = fmt.Fprintf(w, "%s\t%s", r.Name, r.Date)
		for _, h := range histories {
			_, _ = fmt.Fprintf(w, "\t%s", cmp.Or(heads[r][h.Tree], "-"))
		}
		_, _ = fmt.Fprintln(w)
	}
	return w.Flush()
}

// A Formatter writes a change as the statements of an engine.
type Formatter interface {
	Format(schema.Change) ([]string, error)
}

// Revision prints what a revision does at each of these positions, the newest first. One that was released with several contents is shown once with each.
func Revision(out io.Writer, engine Formatter, h *expected.History, at []expected.Position) error {
	w := text{bufio.NewWriter(out)}
	var shown []*expected.Revision
	for _, p := range slices.Backward(at) {
		r := p.Revision()
		if slices.Contains(shown, r) {
			continue
		}
		shown = append(shown, r)
		if err := w.revision(engine, h, r); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (w text) revision(engine Formatter, h *expected.History, r *expected.Revision) error {
	if releases := shipping(h, r); len(releases) > 0 {
		w.printf("%s  %s  (tree %s, %s)\nin Asterisk %s\n", r.ID, r.Slug, h.Tree, r.Created, expected.Brief(releases))
	} else {
		w.printf("%s\n", strings.TrimSpace(cmp.Or(r.Migration, r.ID)+"  "+r.Slug))
	}
	if len(r.Changes) == 0 {
		w.printf("\n-- does nothing here\n")
	}
	for _, change := range r.Changes {
		statements, err := engine.Format(change)
		if err != nil {
			return err
		}
		if fails := schema.Flaw(change); fails != "" {
			w.printf("\n-- the server refuses this: %s", fails)
		}
		for _, sql := range statements {
			w.printf("\n%s;", sql)
		}
	}
	w.printf("\n\n")
	return nil
}

// shipping are the releases that ship a revision with this content.
func shipping(h *expected.History, r *expected.Revision) []expected.Release {
	var releases []expected.Release
	for _, c := range h.Chains {
		if slices.Contains(c.Revisions, r) {
			releases = append(releases, c.Releases...)
		}
	}
	return releases
}

// Chain prints the revisions of a chain, the base first.
func Chain(out io.Writer, h *expected.History, c *expected.Chain) error {
	w := text{bufio.NewWriter(out)}
	shipped := ""
	if len(c.Releases) > 0 {
		shipped = ", in Asterisk " + expected.Brief(c.Releases)
	}
	w.printf("%s: %s%s\n", h.Tree, count(len(c.Revisions), "revision"), shipped)
	for _, r := range c.Revisions {
		w.printf("%s\n", strings.TrimRight(fmt.Sprintf("  %-12s  %s  %s", cmp.Or(r.Migration, r.ID), r.Created, r.Slug), " "))
	}
	w.printf("\n")
	return w.Flush()
}

// Parts prints who set each part of a table.
func Parts(out io.Writer, parts []expected.Part) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range parts {
		_, _ = fmt.Fprintln(w, strings.TrimRight(strings.Join([]string{p.Name, p.What, p.By.Revision, p.By.Release}, "\t"), "\t"))
	}
	return w.Flush()
}
