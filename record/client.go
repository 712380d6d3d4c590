package record

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"assay/internal/files"
	"assay/introspect"
	"assay/schema"
)

// elsewhere are the commands with which a script leaves the database that it was started on.
var elsewhere = schema.Pattern(`(?i)^\s*(?:use\s|\\c(?:onnect)?\b|\\u\b|(?:create|drop|alter)\s+(?:database|schema\s+if\s+not\s+exists)\b)`)

// runClient has the engine's own client run a file on the database, so that it means what it means everywhere and assay needs no right to write.
func runClient(ctx context.Context, s introspect.Source, file string) error {
	text, err := files.Read(file, files.Data)
	if err != nil {
		return fmt.Errorf("reading what is to be run before the first revision: %w", err)
	}
	line := 0
	for l := range strings.Lines(string(text)) {
		if line++; elsewhere().MatchString(l) {
			return fmt.Errorf("%s:%d: this leaves the scratch database or makes another (%s): take the line out, as it was not run", file, line, strings.TrimSpace(l))
		}
	}
	cmd, err := clientCommand(ctx, s)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(text), &said
	if err := cmd.Run(); err != nil {
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		return fmt.Errorf("%s was not run on %s to its end, so empty that database first: %w: %s", file, s, err, lines[0])
	}
	return nil
}

func clientCommand(ctx context.Context, s introspect.Source) (*exec.Cmd, error) {
	t := s.Target
	if s.Engine == "postgresql" {
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
	path, err := exec.LookPath("mariadb")
	if err != nil {
		path, err = exec.LookPath("mysql")
	}
	if err != nil {
		return nil, errors.New("there is neither mariadb nor mysql on PATH, which --before needs: install the client")
	}
	args := []string{"--no-defaults", "--default-character-set=utf8mb4", "--batch"}
	flag := func(name, value string) {
		if value != "" && value != "0" {
			args = append(args, name+"="+value)
		}
	}
	flag("--host", t.Host)
	flag("--port", strconv.Itoa(t.Port))
	flag("--socket", t.Socket)
	flag("--user", t.User)
	cmd := exec.CommandContext(ctx, path, append(args, t.Database)...)
	cmd.Env = append(os.Environ(), "MYSQL_PWD="+t.Password)
	return cmd, nil
}
