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

	Judges   string `enum:",drift,stamp,graph,schema,migration,history" default:"" placeholder:"WHAT" help:"Only rules about that: drift, stamp, graph, schema, migration or history."`
	Engine   string `enum:",${engines}" default:"" placeholder:"ENGINE" help:"Only rules that can find something on it: mysql or postgresql."`
	Severity string `enum:",error,warning,info" default:"" placeholder:"SEVERITY" help:"Only rules that can be that severe: error, warning or info."`
}

// Run lists the rules, or explains one.
func (c *rulesCommand) Run(p *process) error {
	if err := c.ready(); err != nil {
		return err
	}
	shown, err := c.chosen()
	if err != nil {
		return err
	}
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
	return fmt.Errorf("there is no rule %q%s (assay rules lists them)", name, commandline.DidYouMean(name, rules.Names()))
}

// chosen are the rules that the options leave.
func (c *rulesCommand) chosen() ([]*rules.Rule, error) {
	if c.Judges+c.Engine+c.Severity != "" && c.Name != "" {
		return nil, fmt.Errorf("--judges, --engine and --severity choose among all rules: leave them out, or %s", c.Name)
	}
	return rules.Choose(c.Judges, c.Engine, c.Severity), nil
}
