package fleet

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"assay/internal/files"
	"assay/result"
	"assay/rules"
)

// A Memory is what was found of databases in a run, for the next one to say what has changed.
type Memory struct {
	Version int       `json:"assay_memory"`
	At      time.Time `json:"at"`
	// Databases are what was so of each, by its name.
	Databases map[string][]result.Fact `json:"databases"`
}

// Recall reads a file; nil: it is not there, since nothing ran yet.
func Recall(file string) (*Memory, error) {
	text, err := files.Read(file, files.Data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var m Memory
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err == nil && m.Version != 1 {
		err = errors.New("it is not what assay check --since-last wrote")
	}
	if err != nil {
		return nil, fmt.Errorf("--since-last %s: %w: name another file, or take this one away to begin anew", file, err)
	}
	return &m, nil
}

// Keep writes a file, which is replaced as a whole.
func (m *Memory) Keep(file string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return files.Replace(file, append(text, '\n'))
}

// Remember is what is known after a run: of what was not read, it is what was known before.
func Remember(f *result.Fleet, before *Memory) *Memory {
	m := &Memory{Version: 1, At: f.Made.At.UTC().Truncate(time.Second), Databases: map[string][]result.Fact{}}
	for _, g := range f.Groups {
		all := factsOf(g.Report)
		for _, name := range g.Databases {
			m.Databases[name] = all
		}
	}
	if before == nil {
		return m
	}
	for _, u := range f.Unknown {
		for _, name := range u.Databases {
			if known, ok := before.Databases[name]; ok {
				m.Databases[name] = known
			}
		}
	}
	return m
}

// Follow has an answer say what has changed since the run before, and a file remember this one, unless that was interrupted.
func Follow(f *result.Fleet, before *Memory, file string) error {
	now := Remember(f, before)
	f.Since = Since(before, now)
	if f.Incomplete {
		return nil
	}
	return now.Keep(file)
}

// Since says what has changed; nil where nothing ran before.
func Since(before, now *Memory) *result.Since {
	if before == nil {
		return nil
	}
	s := &result.Since{At: before.At}
	names := maps.Clone(now.Databases)
	maps.Copy(names, before.Databases)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, knew := before.Databases[name]
		is, knows := now.Databases[name]
		c := result.Changed{Database: name, New: missingIn(is, was), Gone: missingIn(was, is), Added: !knew, Left: !knows}
		if c.Added || c.Left || len(c.New)+len(c.Gone) > 0 {
			s.Changed = append(s.Changed, c)
		}
	}
	return s
}

func missingIn(facts, in []result.Fact) []result.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f result.Fact) bool { return slices.Contains(in, f) })
}

// factsOf is what is so of a database, a sentence each.
func factsOf(r *result.Report) []result.Fact {
	var all []result.Fact
	for _, t := range r.Trees {
		about := strings.TrimPrefix(t.Tree+" ", " ")
		if p := place(t); p != "" {
			all = append(all, result.Fact{Said: about + "is at " + p})
		}
		if len(t.Stamp.Revisions) > 0 {
			all = append(all, result.Fact{Said: about + "has the stamp " + strings.Join(t.Stamp.Revisions, ", ")})
		}
		all = append(all, result.Fact{Said: about + "has the verdict " + string(t.Verdict)})
		for _, f := range t.Findings {
			all = append(all, result.Fact{Severity: f.Severity.String(), Said: about + sentence(f)})
		}
	}
	return all
}

// Reaches reports whether something new is a finding at least that severe.
func Reaches(s *result.Since, mildest rules.Severity) bool {
	return slices.ContainsFunc(s.Changed, func(c result.Changed) bool {
		return slices.ContainsFunc(c.New, func(f result.Fact) bool {
			severity, ok := rules.ParseSeverity(f.Severity)
			return ok && severity >= mildest
		})
	})
}
