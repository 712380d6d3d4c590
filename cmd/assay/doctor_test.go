package main

import (
	"encoding/json"
	"strings"
	"testing"

	"assay/result"
)

// checkup runs assay doctor, and returns each of its lines by what it is about.
func checkup(t *testing.T, args ...string) (map[string]result.Check, int) {
	t.Helper()
	o := assay(t, append([]string{"doctor", "--json"}, args...)...)
	if o.stderr != "" {
		t.Fatalf("%v: %s", args, o.stderr)
	}
	validJSON(t, o.stdout)
	var c result.Checkup
	if err := json.Unmarshal([]byte(o.stdout), &c); err != nil {
		t.Fatalf("%v: %v in:\n%s", args, err, o.stdout)
	}
	lines := map[string]result.Check{}
	for _, x := range c.Checks {
		lines[x.What] = x
	}
	return lines, o.code
}

// TestDoctor: each thing that is needed is a line, up to the first that keeps the others from being looked at.
func TestDoctor(t *testing.T) {
	t.Parallel()
	for _, s := range servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			lines, code := checkup(t, db.URL)
			if code != exitClean || lines["tree config"].State != result.OK || lines["encryption"].State == result.Fix {
				t.Errorf("exit status %d: %+v", code, lines)
			}
			for what, part := range map[string]string{
				"connection": "as ", "server": s.Server.String() + "; assay is tested on ",
				"stamps": "alembic_version_config has e89e30cee53f", "history": "config up to e89e30cee53f",
			} {
				if x := lines[what]; x.State != result.OK || !strings.Contains(x.Said, part) {
					t.Errorf("%s: %+v", what, x)
				}
			}
			db.Exec(t, "ALTER TABLE ps_endpoints DROP COLUMN context", "DELETE FROM alembic_version_config")
			if lines, code = checkup(t, db.URL); code != exitFindings || lines["tree config"].State != result.Fix {
				t.Errorf("exit status %d: %+v", code, lines)
			}
			wrong := as(t, db.URL, "nobody", "s3cret")
			lines, code = checkup(t, wrong)
			if x := lines["connection"]; code != exitFindings || x.State != result.Fix || len(lines) != 2 || strings.Contains(x.Said, "s3cret") {
				t.Errorf("exit status %d: %+v", code, lines)
			}
			other := s.Database(t)
			other.Exec(t, "CREATE TABLE mine (id int PRIMARY KEY)")
			if lines, code = checkup(t, other.URL); code != exitFindings || lines["trees"].State != result.Fix {
				t.Errorf("exit status %d: %+v", code, lines)
			}
		})
	}
	o := assay(t, "doctor", "../../testdata/asterisk.sql")
	if o.code != exitFindings || strings.Count(o.stdout, "\n") > 24 || !strings.Contains(o.stdout, "FIX   tree config") {
		t.Errorf("%+v", o)
	}
}
