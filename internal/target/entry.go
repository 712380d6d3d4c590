package target

import (
	"fmt"
	"strings"

	"assay/config"
	"assay/expected"
	"assay/introspect"
)

// sourceOf is the source that an entry's URL names. The environment gives the password and nothing else.
func sourceOf(entry config.Database, env func(string) (string, bool)) (introspect.Source, error) {
	url, variables := entry.Marked()
	s, err := introspect.Parse(url)
	password := s.Target.Password
	s.Target.Password = ""
	for _, v := range variables {
		if strings.Contains(fmt.Sprintf("%+v", s), v.Word) || err != nil && strings.Contains(err.Error(), v.Word) || err == nil &&
			!strings.Contains(password, v.Word) {
			return introspect.Source{}, entry.Misplaced(v)
		}
	}
	if err != nil {
		if n := len(variables); n > 0 && numeric(url, variables) {
			return introspect.Source{}, entry.Misplaced(variables[n-1])
		}
		return introspect.Source{}, fmt.Errorf("%s: %w", entry.Where, err)
	}
	s.Target.Password, err = entry.Fill(password, variables, env)
	return s, err
}

// numeric reports whether a URL can be read once its variables are numbers: one of them is the port.
func numeric(url string, variables []config.Variable) bool {
	for _, v := range variables {
		url = strings.ReplaceAll(url, v.Word, "1")
	}
	_, err := introspect.Parse(url)
	return err == nil
}

// Release is the release of Asterisk that uses a database: as the user names it or, failing that, as the configuration file does for the database; the zero
// Release: nobody says which.
func Release(name string, entry config.Database) (expected.Release, error) {
	where := "--asterisk"
	if name == "" {
		name, where = entry.Asterisk, entry.Where
	}
	if name == "" {
		return expected.Release{}, nil
	}
	r, err := expected.FindRelease(name)
	if err != nil {
		return r, fmt.Errorf("%s: %w", where, err)
	}
	return r, nil
}
