package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestVariablesStayIn: what the environment holds is in no message, wherever a configuration file that a stranger may have edited puts it.
func TestVariablesStayIn(t *testing.T) {
	t.Parallel()
	const secret = "hush9value"
	env := func(name string) (string, bool) { return secret, name == "SECRET" || name == "OTHER" }
	for url, want := range map[string]string{
		"mysql://u@${SECRET}/d":                                    "${SECRET} where it is not the password",
		"mysql://${SECRET}@127.0.0.1:1/d":                          "${SECRET} where it is not the password",
		"mysql://${SECRET}:x@127.0.0.1:1/d":                        "${SECRET} where it is not the password",
		"mysql://u@127.0.0.1:1/${SECRET}":                          "${SECRET} where it is not the password",
		"mysql://u@127.0.0.1:${SECRET}/d":                          "${SECRET} where it is not the password",
		"mysql://u@127.0.0.1:1/d?${SECRET}=1":                      "${SECRET} where it is not the password",
		"postgresql://u@h/d?sslmode=${SECRET}":                     "${SECRET} where it is not the password",
		"postgresql://u@h/d?options=-c%20a=${SECRET}":              "${SECRET} where it is not the password",
		"${SECRET}://u@h/d":                                        "${SECRET} where it is not the password",
		"${SECRET}":                                                "${SECRET} where it is not the password",
		"./${SECRET}":                                              "${SECRET} where it is not the password",
		"asterisk:${SECRET}":                                       "${SECRET} where it is not the password",
		"host=${SECRET} dbname=d":                                  "${SECRET} where it is not the password",
		"u:x@tcp(${SECRET}:3306)/d":                                "${SECRET} where it is not the password",
		"mysql://u:${SECRET}@${OTHER}/d":                           "${OTHER} where it is not the password",
		"mysql://u:${SECRET}@h:${SECRET}/d":                        "${SECRET} where it is not the password",
		"mysql://u:${SECRET}@127.0.0.1:1/d":                        "127.0.0.1",
		"postgresql://u:a${SECRET}b@127.0.0.1:1/d":                 "127.0.0.1",
		"host=127.0.0.1 port=1 password=${SECRET} dbname=d user=u": "127.0.0.1",
		"u:${SECRET}@tcp(127.0.0.1:1)/d":                           "127.0.0.1",
		"mysql://u:${UNSET}@127.0.0.1:1/d":                         "needs the environment variable UNSET, which is not set",
	} {
		dir := t.TempDir()
		text := "databases:\n  staging: mysql://h/d\n  x: \"" + url + "\"\n"
		if err := os.WriteFile(filepath.Join(dir, "assay.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"check", "infer", "fix", "snapshot"} {
			o := assayIn(t, dir, env, command, "x")
			if o.code != exitUnknown || strings.Contains(o.stdout+o.stderr, "hush9") || strings.Contains(o.stderr, "assayvariable") ||
				!strings.Contains(o.stderr, want) {
				t.Errorf("%s of %s: status %d, %q", command, url, o.code, o.stderr)
			}
			if strings.Contains(want, "$") && !strings.Contains(o.stderr, "assay.yaml:3") {
				t.Errorf("%s of %s names no line: %q", command, url, o.stderr)
			}
		}
	}
	for _, value := range []string{"hush9value", "hush9value://u@h/d", "mysql://u@h:hush9value/d", "hush9 value", "./hush9value", "host=h hush9value=1"} {
		o := assayIn(t, "", func(name string) (string, bool) { return value, name == "ASSAY_DATABASE_URL" }, "check")
		if o.code != exitUnknown || strings.Contains(o.stdout+o.stderr, "hush9") || !strings.Contains(o.stderr, "ASSAY_DATABASE_URL") {
			t.Errorf("ASSAY_DATABASE_URL=%q: status %d, %q", value, o.code, o.stderr)
		}
	}
}
