// Package asterisk holds, as data, what every released revision of Asterisk's Realtime schemas does to a database.
//
// Each tree ("config", "voicemail", "cdr", "queue_log") has a file per engine with its revisions, TREE.ENGINE.txt, and one with its chains,
// TREE.chains.txt; releases.txt lists the releases for all. They are plain text, one fact a line with tabs between its fields, for three
// reasons: a new release of Asterisk is a diff that a person can read and check against the revision it comes from; reading them is
// cutting strings, much cheaper than decoding JSON; and what is not asked for is not touched.
//
// A line without a tab at its start begins something, those below it with one belong to it:
//
//	revision	581a4264e537	12.0.0	2013-12-10	adding_extensions
//	create_table	extensions
//		column	id	BIGINT	not null	auto
//		column	context	VARCHAR(40)	not null
//		primary_key	-	id
//		unique	-	context,exten,priority
//	alter_column	ps_contacts	uri	type=VARCHAR(511)	null
//
//	chain	config-002	config-001	2
//		581a4264e537~12.1.0
//
// A revision names the variant: the release that first shipped it so, or - for the one of the newest tree. A chain begins with so many
// revisions of another and goes on with its own. The fields of an operation are those of its words in SQL; - stands for no name.
package asterisk

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Trees and Engines are what there is data for.
var (
	Trees   = []string{"config", "voicemail", "cdr", "queue_log"}
	Engines = []string{"mysql", "postgresql", "mssql", "oracle"}
)

// A Revision is one revision as one engine gets it.
type Revision struct {
	ID, Variant, Created, Slug string // no Variant: the newest tree's
	Operations                 []Line
}

// Key names the revision among all: ID, or ID~Variant.
func (r *Revision) Key() string {
	if r.Variant == "" {
		return r.ID
	}
	return r.ID + "~" + r.Variant
}

// A Line is one line of the data and those below it.
type Line struct {
	Verb   string
	Fields []string
	Below  []Line
}

// A Chain is an ordered list of revisions by their keys, the base first.
type Chain struct {
	Name      string
	Revisions []string
}

// A Release is a release of Asterisk and the chain that it ships for each of [Trees], "-" for none.
type Release struct {
	Name, Date string
	Chains     []string
}

//go:embed data/*.txt
var data embed.FS

// Revisions reads a tree's revisions for an engine.
func Revisions(tree, engine string) ([]*Revision, error) {
	lines, err := read(tree + "." + engine)
	if err != nil {
		return nil, err
	}
	var all []*Revision
	for _, l := range lines {
		switch {
		case l.Verb == "revision" && len(l.Fields) == 4:
			f := l.Fields
			all = append(all, &Revision{ID: f[0], Variant: unDash(f[1]), Created: f[2], Slug: f[3]})
		case l.Verb == "revision" || len(all) == 0:
			return nil, fmt.Errorf("a line of %s.%s is out of place: %s %q", tree, engine, l.Verb, l.Fields)
		default:
			r := all[len(all)-1]
			r.Operations = append(r.Operations, l)
		}
	}
	return all, nil
}

// Chains reads a tree's chains.
func Chains(tree string) ([]Chain, error) {
	lines, err := read(tree + ".chains")
	if err != nil {
		return nil, err
	}
	var all []Chain
	byName := map[string][]string{"-": nil}
	for _, l := range lines {
		if l.Verb != "chain" || len(l.Fields) != 3 {
			return nil, fmt.Errorf("a line of %s.chains is no chain: %s %q", tree, l.Verb, l.Fields)
		}
		base, ok := byName[l.Fields[1]]
		n, err := strconv.Atoi(l.Fields[2])
		if !ok || err != nil || n > len(base) {
			return nil, fmt.Errorf("chain %s begins with %s revisions of %s, which are not there", l.Fields[0], l.Fields[2], l.Fields[1])
		}
		c := Chain{Name: l.Fields[0], Revisions: base[:n:n]}
		for _, own := range l.Below {
			c.Revisions = append(c.Revisions, own.Verb)
		}
		byName[c.Name] = c.Revisions
		all = append(all, c)
	}
	return all, nil
}

// Releases returns the releases of Asterisk.
func Releases() ([]Release, error) { return releases() }

// releases reads them once for all trees. The facts have certified-18.9-cert4 twice, word for word; it counts once.
var releases = sync.OnceValues(func() ([]Release, error) {
	lines, err := read("releases")
	if err != nil {
		return nil, err
	}
	all := make([]Release, 0, len(lines))
	for _, l := range lines {
		if len(l.Fields) != 1+len(Trees) {
			return nil, fmt.Errorf("release %s has %d fields", l.Verb, len(l.Fields))
		}
		if n := len(all); n == 0 || all[n-1].Name != l.Verb {
			all = append(all, Release{Name: l.Verb, Date: l.Fields[0], Chains: l.Fields[1:]})
		}
	}
	return all, nil
})

// read reads a file's lines.
func read(name string) ([]Line, error) {
	text, err := data.ReadFile("data/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("asterisk has no data for %s", name)
	}
	var all []Line
	for s := range strings.Lines(string(text)) {
		s = strings.TrimSuffix(s, "\n")
		below := strings.HasPrefix(s, "\t")
		f := strings.Split(strings.TrimPrefix(s, "\t"), "\t")
		l := Line{Verb: f[0], Fields: f[1:]}
		if below && len(all) > 0 {
			above := &all[len(all)-1]
			above.Below = append(above.Below, l)
		} else {
			all = append(all, l)
		}
	}
	return all, nil
}

func unDash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}
