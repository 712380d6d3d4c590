package lab

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Dumpers are the programs on the PATH that dump databases of a server, each once: of PostgreSQL, those of its version or a newer one; MySQL's own
// only of MySQL. None that is still to be had asks MySQL 5.6 in words that it knows.
func (s Server) Dumpers(t testing.TB) (programs []string) {
	t.Helper()
	names := map[string][]string{"mysql": {"mariadb-dump", "mysqldump"}, "postgresql": {"pg_dump"}}[s.Server.Engine]
	seen := map[string]bool{}
	for _, folder := range filepath.SplitList(os.Getenv("PATH")) {
		for _, name := range names {
			program := filepath.Join(folder, name) // as it is called: Debian's pg_dump is a link to a program that asks for its own name
			same, err := filepath.EvalSymlinks(program)
			if err != nil || seen[same] {
				continue
			}
			seen[same] = true
			version, err := exec.CommandContext(t.Context(), program, "--version").Output()
			if err == nil && !seen[string(version)] && s.dumped(string(version)) {
				seen[string(version)] = true // what it is, or what a program in Perl calls
				programs = append(programs, program)
			}
		}
	}
	if len(programs) == 0 {
		Skip(t, fmt.Errorf("there is no program to dump %s with: make deps installs one", s.Server))
	}
	return programs
}

func (s Server) isMySQL56() bool {
	return s.Server.Product == "MySQL" && strings.HasPrefix(s.Server.Version, "5.6")
}

// dumped reports whether the program that says that version of itself can dump databases of a server.
func (s Server) dumped(version string) bool {
	if s.Server.Engine == "mysql" {
		return !s.isMySQL56() && (strings.Contains(version, "MariaDB") || s.Server.Product == "MySQL")
	}
	has, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(version))
	wants, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(s.Server.Version))
	return has >= wants
}

// Dump writes what a program dumps of a database.
func (d *Database) Dump(t testing.TB, program string, options ...string) (file string) {
	t.Helper()
	u, err := url.Parse(d.URL)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, slices.Concat(options, []string{d.URL})...)
	if u.Scheme == "mysql" {
		cmd = exec.CommandContext(t.Context(), program, slices.Concat(options, []string{"-h", u.Hostname(), "-P", u.Port(), "-u", u.User.Username(), d.Name})...)
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	file = filepath.Join(t.TempDir(), "dump.sql")
	if err := os.WriteFile(file, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
