package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"assay/internal/lab"
	"assay/report"
	"assay/result"
)

// itself is the variable that makes this test binary the program that it tests.
const itself = "ASSAY_TEST_ITSELF"

func TestMain(m *testing.M) {
	if os.Getenv(itself) != "" {
		main() // and exit
	}
	lab.Main(m)
}

// outcome is what a command left behind.
type outcome struct {
	code           int
	stdout, stderr string
}

// withoutSuperuser takes the warning out that a user is a superuser, as those of the tests' servers are.
func withoutSuperuser(stderr string) string {
	var others strings.Builder
	for line := range strings.Lines(stderr) {
		if !strings.HasPrefix(line, "assay: user ") || !strings.Contains(line, " is a superuser, ") {
			others.WriteString(line)
		}
	}
	return others.String()
}

func noEnvironment(string) (string, bool) { return "", false }

// assay runs a command in this process, with an environment of its own.
func assay(t *testing.T, args ...string) outcome {
	t.Helper()
	return assayIn(t, "", noEnvironment, args...)
}

// assayIn runs a command as if it were in a folder.
func assayIn(t *testing.T, dir string, env func(string) (string, bool), args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := process{
		ctx: t.Context(), stdout: &stdout, stderr: &stderr, dir: dir, env: env,
		prompt: func(string) (string, error) { return "", nil },
	}
	code := p.run(args)
	return outcome{code, stdout.String(), withoutSuperuser(stderr.String())}
}

// reported runs a command and returns its report, which must be one, with nothing on standard error.
func reported(t *testing.T, args ...string) (result.Report, int) {
	t.Helper()
	o := assay(t, append(args, "--format", "json")...)
	if o.stderr != "" {
		t.Fatalf("assay %s: %s", strings.Join(args, " "), o.stderr)
	}
	validJSON(t, o.stdout)
	var r result.Report
	dec := json.NewDecoder(strings.NewReader(o.stdout))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		t.Fatalf("assay %s: %v in:\n%s", strings.Join(args, " "), err, o.stdout)
	}
	return r, o.code
}

// published is the schema of what --format json prints.
var published = sync.OnceValues(func() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(report.Schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assay.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("assay.json")
})

// validJSON holds what was printed against the published schema.
func validJSON(t *testing.T, text string) {
	t.Helper()
	schema, err := published()
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%v in:\n%s", err, text)
	}
}

// tree returns what a report says of a tree.
func tree(t *testing.T, r result.Report, name string) result.Tree {
	t.Helper()
	for _, tree := range r.Trees {
		if tree.Tree == name {
			return tree
		}
	}
	t.Fatalf("the report has no tree %s: %+v", name, r.Trees)
	return result.Tree{}
}

// inTurn is [lab.InTurn].
func inTurn(t *testing.T, n int, engine string, notOn ...string) []lab.Server {
	t.Helper()
	return lab.InTurn(t, n, engine, notOn...)
}

// servers are those of both engines.
func servers(t *testing.T) []lab.Server {
	t.Helper()
	return lab.Servers(t)
}
