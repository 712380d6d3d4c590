package postgres

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"assay/internal/files"
	"assay/schema"
)

// fileParameters are the parameters that name files, with libpq's variable for each and what is taken where nobody names one.
var fileParameters = []struct{ parameter, variable, usual string }{
	{"sslrootcert", "PGSSLROOTCERT", ""},
	{"sslcert", "PGSSLCERT", ""},
	{"sslkey", "PGSSLKEY", ""},
	{"passfile", "PGPASSFILE", ".pgpass"},
	{"servicefile", "PGSERVICEFILE", ".pg_service.conf"},
}

// readable refuses files that the driver would wait for, or read for ever. That one is not there is the driver's to say.
func readable(settings map[string]string) error {
	for _, n := range fileParameters {
		file := cmp.Or(settings[n.parameter], os.Getenv(n.variable))
		if home, err := os.UserHomeDir(); file == "" && n.usual != "" && err == nil {
			file = filepath.Join(home, n.usual)
		}
		if file == "" || n.parameter == "sslrootcert" && file == "system" {
			continue
		}
		if err := files.Check(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &schema.ReadError{Problem: "what " + n.parameter + " names cannot be used", Hint: err.Error(), Cause: err}
		}
	}
	return nil
}
