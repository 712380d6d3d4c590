package report

import (
	"bufio"
	"io"

	"github.com/fatih/color"

	"assay/result"
)

// CheckupFormats are the ways to print a checkup, by name.
var CheckupFormats = map[string]func(io.Writer, *result.Checkup) error{"text": checkupText, "json": checkupJSON}

func checkupJSON(w io.Writer, c *result.Checkup) error { return encodeJSON(w, c) }

var states = map[result.State]func(...any) string{
	result.OK: paint(color.FgGreen), result.Note: paint(color.FgYellow), result.Fix: paint(color.FgRed, color.Bold),
}

// checkupText is a screen, a line for each thing.
func checkupText(w io.Writer, c *result.Checkup) error {
	t := text{bufio.NewWriter(w)}
	for _, x := range c.Checks {
		word := map[result.State]string{result.OK: "ok  ", result.Note: "note", result.Fix: "FIX "}[x.State]
		t.printf("%s  %-14s  %s\n", states[x.State](word), clean(x.What), clean(x.Said))
	}
	return t.Flush()
}
