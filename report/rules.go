package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"assay/rules"
)

// Rules prints a line for each rule.
func Rules(out io.Writer, shown []*rules.Rule) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "RULE\tJUDGES\tSEVERITY\tENGINES\tWHAT IS SO")
	for _, r := range shown {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, r.Of, r.Severity, enginesOf(r), r.Title)
	}
	return w.Flush()
}

// enginesOf names the engines on which a rule finds anything.
func enginesOf(r *rules.Rule) string {
	if r.Engines == nil {
		return "all"
	}
	return strings.Join(r.Engines, ", ")
}

// withAsterisk is a paragraph on what Asterisk does with what a rule finds; empty: there is nothing to add.
func withAsterisk(r *rules.Rule) string {
	if r.Asterisk == "" {
		return ""
	}
	return "\nWith Asterisk: " + r.Asterisk + "\n"
}

// Rule prints all that there is to say of a rule.
func Rule(w io.Writer, r *rules.Rule) error {
	_, err := fmt.Fprintf(w, "%s: %s\n\n%s\n%s\njudges     %s\nseverity   %s\nengines    %s\nsince      assay %s\n", r.Name, r.Title, r.Why,
		withAsterisk(r), r.Of, r.Worst(), enginesOf(r), r.Since)
	if err != nil {
		return err
	}
	for _, example := range [][2]string{{"finds something", r.Bad}, {"finds nothing", r.Good}} {
		if example[1] != "" {
			_, _ = fmt.Fprintf(w, "\n%s:\n\n    %s\n", example[0], strings.ReplaceAll(example[1], "\n", "\n    "))
		}
	}
	return nil
}

// RulesJSON prints rules as a JSON list. engines are all that assay knows, for rules that find something on each of them.
func RulesJSON(w io.Writer, shown []*rules.Rule, engines []string) error {
	type rule struct {
		Name     string         `json:"name"`
		Severity rules.Severity `json:"severity"`
		Judges   string         `json:"judges"`
		Engines  []string       `json:"engines"`
		Since    string         `json:"since"`
		Title    string         `json:"title"`
		Why      string         `json:"why"`
		Asterisk string         `json:"asterisk,omitempty"` // what Asterisk does with it
		Bad      string         `json:"bad"`
		Good     string         `json:"good"`
	}
	all := make([]rule, len(shown))
	for i, r := range shown {
		all[i] = rule{r.Name, r.Severity, r.Of.String(), r.Engines, r.Since, r.Title, r.Why, r.Asterisk, r.Bad, r.Good}
		if all[i].Engines == nil {
			all[i].Engines = engines
		}
	}
	return encodeJSON(w, all)
}

// RulesMarkdown prints a table for each theme, and below it what there is to say of each rule.
func RulesMarkdown(w io.Writer, shown []*rules.Rule) error {
	var b strings.Builder
	for _, theme := range rules.Themes() {
		some := slices.DeleteFunc(slices.Clone(theme.Rules), func(r *rules.Rule) bool { return !slices.Contains(shown, r) })
		if len(some) == 0 {
			continue
		}
		fmt.Fprintf(&b, "## %s\n\n| rule | severity | engines | what is so |\n| --- | --- | --- | --- |\n", theme.Title)
		for _, r := range some {
			fmt.Fprintf(&b, "| [%s](#%[1]s) | %s | %s | %s |\n", r.Name, r.Worst(), enginesOf(r), strings.ReplaceAll(r.Title, "|", `\|`))
		}
		for _, r := range some {
			fmt.Fprintf(&b, "\n### %s\n\n**%s.**\n\n%s\n%s", r.Name, strings.ToUpper(r.Title[:1])+r.Title[1:], r.Why, withAsterisk(r))
			for _, example := range [][2]string{{"Finds something:", r.Bad}, {"Finds nothing:", r.Good}} {
				fmt.Fprintf(&b, "\n%s\n\n    %s\n", example[0], strings.ReplaceAll(example[1], "\n", "\n    "))
			}
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}
