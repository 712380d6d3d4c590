package assay_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"assay"
)

// A dump, or the URL of a live database, is checked against the revision that its stamp says.
func ExampleCheck() {
	r, err := assay.Check(context.Background(), "asterisk:20.20.1", assay.Options{Trees: []string{"voicemail"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range r.Trees {
		fmt.Println(t.Tree, t.Verdict, t.Stamp.Revisions, len(t.Findings))
	}
	// Output: voicemail agrees [64fae6bbe7fb] 0
}

// Without a stamp, the schema says which revision it is.
func ExampleInfer() {
	r, err := assay.Infer(context.Background(), "asterisk:16.17.0", assay.Options{Trees: []string{"config"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	m := r.Trees[0].Match
	fmt.Println(m.Revision, m.Exact, m.Releases[0])
	// Output: 61797b9fced6 true 16.15.0
}

// An upgrade is predicted before it is run.
func ExamplePreflight() {
	r, err := assay.Preflight(context.Background(), "asterisk:21.5.0", "22.10.1", assay.Options{Trees: []string{"config"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	u := r.Trees[0].Upgrade
	fmt.Println(u.Go, u.Target, len(u.Pending))
	// Output: true e89e30cee53f 7
}

// The script ends what Check finds. Here that is nothing.
func ExampleFix() {
	script, err := assay.Fix(context.Background(), "asterisk:20.20.1", assay.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(script.Empty())
	// Output: true
}

// The statements of a project's own history are judged before they are run.
func ExampleLint() {
	dir, err := os.MkdirTemp("", "assay")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "up.sql")
	sql := "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);\n\n-- Running upgrade  -> a1\n\nDROP TABLE users;\n\n" +
		"INSERT INTO alembic_version (version_num) VALUES ('a1');\n"
	if err := os.WriteFile(file, []byte(sql), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	l, err := assay.Lint(context.Background(), "", assay.Options{History: file, Engine: "mysql"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range l.Findings {
		fmt.Println(f.Line, f.Rule, f.Severity)
	}
	// Output: 5 drop-table error
}

// Two sources are compared; each may be a database, a dump, a snapshot, a release or a revision.
func ExampleDiff() {
	k, err := assay.Diff(context.Background(), "20.20.1", "22.10.1", assay.Options{Trees: []string{"config"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range k.All {
		fmt.Printf("%s: %q, then %q\n", d.What(), d.A, d.B)
	}
	// Output: ps_registrations.user_agent: "", then "varchar(255) NULL"
}
