package postgres

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"

	"assay/schema"
)

var (
	dumpForm = schema.Pattern(`(?m)^-- PostgreSQL database dump$`)
	dumpFrom = schema.Pattern(`(?m)^-- Dumped from database version (\S+)`)
	// socketFile is how a socket is named in its folder.
	socketFile = schema.Pattern(`^\.s\.PGSQL\.(\d+)$`)
	// spaced finds a text that tells of schemas itself.
	spaced = schema.Pattern(`(?i)\bset\s+(local\s+|session\s+)?search_path\b|\bset_config\s*\(\s*'search_path'|\bcreate\s+schema\b|` +
		`\bcreate\s+(unlogged\s+)?table\s+(if\s+not\s+exists\s+)?(\w+|"[^"]+")\s*\.`)
)

// Facts are what is known of these servers before one is asked.
func Facts() schema.Facts {
	return schema.Facts{
		Apart: true,
		Name:  Engine, Schemes: []string{"postgresql", "postgres"},
		Products: []schema.Server{{Engine: Engine, Product: "PostgreSQL"}},
		Tested: []schema.Server{
			{Product: "PostgreSQL", Version: "12"}, {Product: "PostgreSQL", Version: "15"}, {Product: "PostgreSQL", Version: "18"},
		},
		Address: schema.Address{Pairs: true, SocketParam: "host", SocketPort: true, SocketFile: socketFile, Namespaces: true, StampsElsewhere: true},
		Dumps:   schema.Dumps{Header: dumpHeader, Signs: Detect, Copies: true, Within: within},
	}
}

func dumpHeader(head string) (schema.DumpHeader, bool) {
	if !dumpForm().MatchString(head) {
		return schema.DumpHeader{}, false
	}
	h := schema.DumpHeader{End: "-- PostgreSQL database dump complete"}
	if m := dumpFrom().FindStringSubmatch(head); m != nil {
		h.Version = m[1]
	}
	return h, true
}

// within has a text read as one of a schema. What has no schema in a text that tells of schemas is made in public, as for a user
// without a setting; in others it is the schema's.
func within(sql, space string) []schema.Statement {
	all := []schema.Statement{{Text: "SET search_path = " + quote(space)}}
	if spaced().MatchString(sql) {
		all = append(all, schema.Statement{Text: "SET search_path = public"})
	}
	return all
}

// Client returns the client program, ready to read a script for the database from its standard input. It stops at the first error.
func Client(ctx context.Context, t schema.Target) (*exec.Cmd, error) {
	path, err := exec.LookPath("psql")
	if err != nil {
		return nil, errors.New("there is no psql on PATH, which --before needs: install PostgreSQL's client")
	}
	cmd := exec.CommandContext(ctx, path, "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-o", os.DevNull, "-f", "-")
	set := func(name, value string) {
		if value != "" && value != "0" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = os.Environ()
	set("PGHOST", t.Host+t.Socket)
	set("PGPORT", strconv.Itoa(t.Port))
	set("PGUSER", t.User)
	set("PGPASSWORD", t.Password)
	set("PGDATABASE", t.Database)
	set("PGSSLMODE", t.Params["sslmode"])
	set("PGSSLROOTCERT", t.Params["sslrootcert"])
	if t.Schema != "" {
		set("PGOPTIONS", "-csearch_path="+t.Schema)
	}
	return cmd, nil
}
