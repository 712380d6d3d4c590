package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"assay/internal/lab"

	"go.yaml.in/yaml/v3"
)

// A thread is what GitHub's API keeps of a pull request's comments.
type thread struct {
	sync.Mutex

	all []comment
}

type comment struct {
	ID   int    `json:"id"`
	Body string `json:"body"`
}

// ServeHTTP answers as GitHub does to what the action asks.
func (c *thread) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.Lock()
	defer c.Unlock()
	var said comment
	if r.Header.Get("Authorization") != "Bearer secret" {
		http.Error(w, `{"message": "Bad credentials"}`, http.StatusUnauthorized)
		return
	}
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&said); err != nil || said.Body == "" {
			http.Error(w, `{"message": "Problems parsing JSON"}`, http.StatusBadRequest)
			return
		}
	}
	const list = "/repos/me/shop/issues/7/comments"
	switch id, _ := strconv.Atoi(filepath.Base(r.URL.Path)); {
	case r.URL.Path == list && r.Method == http.MethodGet:
		const most = 100
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		from := min((page-1)*most, len(c.all))
		_ = json.NewEncoder(w).Encode(append([]comment{}, c.all[from:min(from+most, len(c.all))]...))
	case r.URL.Path == list && r.Method == http.MethodPost:
		said.ID = len(c.all) + 1
		c.all = append(c.all, said)
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(said)
	case r.Method == http.MethodPatch && r.URL.Path == fmt.Sprintf("/repos/me/shop/issues/comments/%d", id) && id > 0 && id <= len(c.all):
		c.all[id-1].Body = said.Body
		_ = json.NewEncoder(w).Encode(c.all[id-1])
	default:
		http.Error(w, `{"message": "Not Found"}`, http.StatusNotFound)
	}
}

// step is what a step of the action runs.
func step(t *testing.T, name string) string {
	t.Helper()
	var action struct {
		Runs struct {
			Steps []struct{ Name, Run string }
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, "../../action.yml")), &action); err != nil {
		t.Fatal(err)
	}
	for _, s := range action.Runs.Steps {
		if s.Name == name {
			return s.Run
		}
	}
	t.Fatalf("action.yml has no step %q", name)
	return ""
}

// TestActionComment: each run of a job updates its one comment of the pull request, and leaves those of others alone.
func TestActionComment(t *testing.T) {
	t.Parallel()
	github := &thread{}
	for i := range 120 { // more than GitHub gives at once
		github.all = append(github.all, comment{i + 1, "an opinion: <!-- assay lint of CI one -->"})
	}
	server := httptest.NewServer(github)
	t.Cleanup(server.Close)
	script := step(t, "Comment on the pull request")
	bash, err := exec.LookPath("bash")
	if err != nil {
		lab.Skip(t, err)
	}
	file := filepath.Join(t.TempDir(), "comment.md")
	run := func(job, token, text string) (int, string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := command(t, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
		cmd.Path = bash
		cmd.Env = append(cmd.Env, "PATH="+os.Getenv("PATH"), "TOKEN="+token, "FILE="+file, "API="+server.URL+"/repos/me/shop", "NUMBER=7", "JOB=CI "+job)
		out, _ := cmd.CombinedOutput()
		return cmd.ProcessState.ExitCode(), string(out)
	}
	for _, r := range []struct{ job, text, want string }{
		{"one", "<!-- assay lint -->\n## first\n\n\"it's\" `x`\\n\n", "<!-- assay lint of CI one -->\n## first\n\n\"it's\" `x`\\n\n"},
		{"two", "<!-- assay lint -->\n## other\n", "<!-- assay lint of CI two -->\n## other\n"},
		{"one", "<!-- assay lint -->\n## second\n", "<!-- assay lint of CI one -->\n## second\n"},
	} {
		if code, out := run(r.job, "secret", r.text); code != 0 {
			t.Fatalf("%s: exit status %d\n%s", r.job, code, out)
		}
		found := ""
		for _, c := range github.all[120:] {
			if c.Body == r.want {
				found = c.Body
			}
		}
		if found == "" {
			t.Errorf("%q is none of %v", r.want, github.all[120:])
		}
	}
	if len(github.all) != 122 {
		t.Errorf("there are %d comments", len(github.all))
	}
	if code, out := run("one", "wrong", "<!-- assay lint -->\n"); code == 0 || !strings.Contains(out, "401") {
		t.Errorf("a token that GitHub refuses: exit status %d\n%s", code, out)
	}
}
