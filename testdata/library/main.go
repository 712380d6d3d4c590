// Command library shows how a Go program asks assay about a database: it checks the dump that it is given, and prints what each tree is.
package main

import (
	"context"
	"fmt"
	"os"

	"assay"
)

func main() {
	report, err := assay.Check(context.Background(), os.Args[1], assay.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, t := range report.Trees {
		fmt.Printf("%s: %s", t.Tree, t.Verdict)
		if t.Match != nil {
			fmt.Printf(", the schema of %s (Asterisk %s)", t.Match.Revision, t.Match.Series)
		}
		fmt.Println()
		for _, f := range t.Findings {
			fmt.Printf("  %s: %s [%s]\n", f.Severity, f.Message, f.Rule)
		}
	}
}
