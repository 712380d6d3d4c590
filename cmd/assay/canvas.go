package main

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"

	"assay/result"
)

// A plot is as wide as a terminal of old where nobody knows better.
const defaultWidth = 80

// canvas says how wide to draw, and with which characters.
func (p *process) canvas() *result.Canvas {
	return &result.Canvas{Width: p.width(), ASCII: !p.utf8()}
}

func (p *process) width() int {
	if f, ok := p.stdout.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	columns, _ := p.env("COLUMNS")
	if width, err := strconv.Atoi(columns); err == nil && width > 0 {
		return width
	}
	return defaultWidth
}

// utf8 reports whether the terminal shows more than ASCII, by the variables that say so to C programs, the strongest first.
func (p *process) utf8() bool {
	if dumb, _ := p.env("TERM"); dumb == "dumb" {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale, _ := p.env(name); locale != "" {
			locale = strings.ToLower(locale)
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}
