package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"assay/compare"
	"assay/schema"
)

// Comparison prints a comparison for people: a line for each difference, then the stamps, and what was not compared.
func Comparison(w io.Writer, k *compare.Comparison) error {
	_, _ = fmt.Fprintf(w, "A  %s\nB  %s\n\n", clean(k.Title(k.A)), clean(k.Title(k.B)))
	coverage := k.Coverage()
	same := "the schemas are the same"
	if len(coverage.NotCompared) > 0 {
		same = "what was compared is the same"
	}
	if err := differences(w, k.All, same); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(w)
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range k.Stamps() {
		_, _ = fmt.Fprintf(out, "stamp  %s\t%s\t→ %s\n", clean(s.Table), clean(cmp.Or(s.A, "-")), clean(cmp.Or(s.B, "-")))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, r := range k.Remarks() {
		_, _ = fmt.Fprintln(w, clean(r))
	}
	_, _ = fmt.Fprintln(w, clean(coverage.String()))
	return nil
}

// Differences prints a line for each difference.
func Differences(w io.Writer, all []compare.Difference) error {
	return differences(w, all, "the schemas are the same")
}

// differences prints a line for each difference, or where there is none what that means.
func differences(w io.Writer, all []compare.Difference, same string) error {
	var lines bytes.Buffer
	out := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, d := range all {
		_, _ = fmt.Fprintf(out, "%s\t%s\t→ %s\t%s\t%s\n", clean(d.What()), clean(cmp.Or(d.A, "-")), clean(cmp.Or(d.B, "-")), d.Revision,
			d.Release)
	}
	if len(all) == 0 {
		_, _ = fmt.Fprintln(out, same)
	}
	_ = out.Flush() // a buffer takes all
	for l := range strings.Lines(lines.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(l, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// sideJSON is a side for programs.
type sideJSON struct {
	Name   string      `json:"name"`
	Engine string      `json:"engine"`
	Server string      `json:"server"` // empty: a place in a history
	Stamps []stampJSON `json:"stamps"`
	// LeftOut are tables that are not compared, since the history does not have them; NotCompared are objects that assay does not model.
	LeftOut     []string `json:"left_out"`
	NotCompared []string `json:"not_compared"`
	Hidden      string   `json:"hidden"` // the right that the user lacks to see all of it; empty: none
}

type stampJSON struct {
	Table     string   `json:"table"`
	Revisions []string `json:"revisions"`
}

func sideOf(k *compare.Comparison, s *compare.Side) sideJSON {
	j := sideJSON{Name: s.DB.Name, Engine: s.DB.Server.Engine, Stamps: []stampJSON{}, LeftOut: k.LeftOut(s), NotCompared: k.NotCompared(s), Hidden: s.DB.Hidden}
	if !s.InHistory() {
		j.Server = s.DB.Server.String()
	}
	for _, t := range s.DB.Stamps {
		j.Stamps = append(j.Stamps, stampJSON{t.Table, append([]string{}, t.Revisions...)})
	}
	return j
}

// ComparisonJSON prints a comparison as one JSON object. Empty lists are [], never null.
func ComparisonJSON(w io.Writer, k *compare.Comparison) error {
	return encodeJSON(w, struct {
		Version     int                  `json:"version"`
		A           sideJSON             `json:"a"`
		B           sideJSON             `json:"b"`
		Trees       []string             `json:"trees"` // whose tables alone were compared; empty: all were
		Differences []compare.Difference `json:"differences"`
		Coverage    schema.Coverage      `json:"coverage"`
	}{1, sideOf(k, k.A), sideOf(k, k.B), append([]string{}, k.Trees()...), append([]compare.Difference{}, k.All...), k.Coverage()})
}

// DifferencesJSON prints differences as a JSON list.
func DifferencesJSON(w io.Writer, all []compare.Difference) error {
	return encodeJSON(w, append([]compare.Difference{}, all...))
}

func encodeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// Statements prints the SQL that makes B of A, what destroys data too, for people to read: nothing is said about it.
func Statements(w io.Writer, k *compare.Comparison) error {
	plan, err := k.Plan(true)
	if err != nil {
		return err
	}
	for _, l := range k.Room.Opening(true) {
		_, _ = fmt.Fprintln(w, l)
	}
	for _, step := range plan.Steps {
		for _, sql := range step.SQL {
			_, _ = fmt.Fprintf(w, "%s;\n", sql)
		}
	}
	return nil
}
