package introspect

import (
	"fmt"
	"strings"

	"assay/migrations"
)

// ReadINI reads which database an Alembic project's ini file or pyproject.toml names. An empty section is "alembic". Errors name the file and,
// where one is to blame, the line.
func ReadINI(file, section string) (Source, error) {
	c, err := migrations.ReadConfig(file, section)
	if err != nil {
		return Source{}, err
	}
	const key = "sqlalchemy.url"
	url, err := c.Get(key)
	if err != nil {
		return Source{}, err
	}
	if strings.TrimSpace(url) == "" {
		return Source{}, fmt.Errorf("%s: no sqlalchemy.url is set in [%s]: if env.py takes it from elsewhere, such as an environment variable, give the URL itself", file, c.Section)
	}
	s, err := ParseURL(url)
	if err != nil {
		return Source{}, c.ErrorAt(key, "%s: %w", key, err)
	}
	if s.Target.VersionTable, err = c.VersionTable(); err != nil {
		return Source{}, err
	}
	if s.Target.VersionSchema, err = c.VersionSchema(); err != nil {
		return Source{}, err
	}
	s.Tree, err = c.Tree()
	return s, err
}

// Elsewhere says that the version table is in another schema than the one that is looked at, where its stamps are not read; empty: they are.
func (s Source) Elsewhere() string {
	home := s.Target.VersionSchema
	if home == "" || home == s.Target.Schema || s.Path != "" || address(s.Engine).StampsElsewhere {
		return ""
	}
	return fmt.Sprintf("the version table is in the schema %s, which assay does not read on this engine: compare what infer says with alembic current", home)
}
