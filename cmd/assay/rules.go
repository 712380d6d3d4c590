package main

import (
	"fmt"
	"io"

	"assay/dialect"
	"assay/internal/commandline"
	"assay/report"
	"assay/rules"
)

type rulesCommand struct {
	Name string `arg:"" optional:"" predictor:"rule" help:"The rule to explain (default: all are listed)."`
	formatFlag
}

// Help implements kong's HelpProvider.
func (*rulesCommand) Help() string {
	return `A finding ends with the name of its rule. assay.yaml makes a rule milder, stricter or silent.

  assay rules
  assay rules missing-column

Exit status: 0 they are printed, 2 there is no such rule.`
}

// Run lists the rules, or explains one.
func (c *rulesCommand) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	shown := rules.All
	if c.Name != "" {
		r := rules.Named(c.Name)
		if r == nil {
			return noRule(c.Name)
		}
		shown = []*rules.Rule{r}
	}
	return c.emit(p, func(format string, w io.Writer) error {
		switch {
		case format == "json":
			return report.RulesJSON(w, shown, dialect.Names())
		case format == "markdown":
			return report.RulesMarkdown(w, shown)
		case c.Name != "":
			return report.Rule(w, shown[0])
		}
		return report.Rules(w, shown)
	})
}

func noRule(name string) error {
	return fmt.Errorf("there is no rule %q%s (assay rules lists them)", name, commandline.DidYouMean(name, ruleNames()))
}
