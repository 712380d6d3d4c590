package main

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"assay/internal/lab"
	"assay/internal/lab/replay"
)

// BenchmarkCheck holds the whole program against the least that its work can cost: the time that the engine's own client takes for the
// very same statements, its output thrown away. Both run in turns, so that whatever else the machine does hits them alike; medians count.
func BenchmarkCheck(b *testing.B) {
	program := filepath.Join(b.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("building: %v\n%s", err, out)
	}
	for _, server := range append(lab.MySQL(b), lab.Postgres(b)...) {
		b.Run(server.Name, func(b *testing.B) {
			db := server.Database(b)
			sql, err := replay.Release(server.Server, "20.20.1")
			if err != nil {
				b.Fatal(err)
			}
			db.Exec(b, sql...)
			asterisk := len(db.Tables(b))
			b.Run(fmt.Sprintf("tables=%d", asterisk), func(b *testing.B) { benchmarkCheck(b, program, db) })
			for i := range 2000 - asterisk {
				db.Exec(b, ownTable(i)...)
			}
			b.Run("tables=2000", func(b *testing.B) { benchmarkCheck(b, program, db) })
		})
	}
}

// ownTable makes a table that has nothing to do with Asterisk.
func ownTable(i int) []string {
	name := fmt.Sprintf("own_%04d", i)
	return []string{
		"CREATE TABLE " + name + ` (id INT NOT NULL PRIMARY KEY, customer INT NOT NULL, code VARCHAR(40) NOT NULL, name VARCHAR(80),
			street VARCHAR(120), city VARCHAR(80), phone VARCHAR(40) DEFAULT 'none', rate DECIMAL(10,2) DEFAULT 0, seconds INT DEFAULT 0,
			started TIMESTAMP NULL, ended TIMESTAMP NULL, note TEXT)`,
		"CREATE INDEX " + name + "_customer ON " + name + " (customer, started)",
		"CREATE UNIQUE INDEX " + name + "_code ON " + name + " (code)",
	}
}

// rounds are how many a median needs at least.
const rounds = 9

func benchmarkCheck(b *testing.B, program string, db *lab.Database) {
	b.Helper()
	script := filepath.Join(b.TempDir(), "queries.sql")
	tapInto(b, program, "check", db, script)
	var bare, check []time.Duration
	var peak int64
	round := func() {
		bare = append(bare, timed(b, stockClient(b, db, script)))
		cmd := exec.Command(program, "check", db.URL)
		check = append(check, timed(b, cmd))
		peak = max(peak, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	for b.Loop() {
		round()
	}
	for len(bare) < rounds {
		round()
	}
	b.ReportMetric(0, "ns/op") // that of a round
	b.ReportMetric(milliseconds(median(bare)), "bare-ms")
	b.ReportMetric(milliseconds(median(check)), "check-ms")
	b.ReportMetric(float64(median(check))/float64(median(bare)), "ratio")
	b.ReportMetric(float64(peak)/1024, "peak-MB")
}

// stockClient runs a file at its fastest: without lining up columns for people.
func stockClient(b *testing.B, db *lab.Database, script string) *exec.Cmd {
	b.Helper()
	file, err := os.Open(script)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = file.Close() })
	client := db.Client(b)
	client.Stdin = file
	flag := "--batch"
	if isPostgres(db) {
		flag = "--no-align"
		if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/psql"); len(found) > 0 {
			client.Path = found[len(found)-1] // Debian's psql is a script that looks for it, which takes longer than the queries
		}
	}
	client.Args = slices.Insert(client.Args, 1, flag)
	return client
}

func timed(b *testing.B, cmd *exec.Cmd) time.Duration {
	b.Helper()
	var said strings.Builder
	cmd.Stderr = &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v\n%s", cmd, err, said.String())
	}
	return time.Since(began)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// tapInto writes the statements that a command sends to a server into a file for the engine's own client.
func tapInto(b *testing.B, program, command string, db *lab.Database, file string) {
	b.Helper()
	u, err := url.Parse(db.URL)
	if err != nil {
		b.Fatal(err)
	}
	t, err := listen(u.Host)
	if err != nil {
		b.Fatal(err)
	}
	u.Host = t.Addr().String()
	timed(b, exec.Command(program, command, u.String()))
	statements := mysqlStatements
	if isPostgres(db) {
		statements = postgresStatements
	}
	var script strings.Builder
	for _, said := range t.heard() {
		for _, s := range statements(said.Bytes()) {
			script.WriteString(s + ";\n")
		}
	}
	if !strings.Contains(script.String(), "FROM") {
		b.Fatalf("these are not all statements of the program:\n%s", script.String())
	}
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		b.Fatal(err)
	}
}

func isPostgres(db *lab.Database) bool { return strings.HasPrefix(db.URL, "postgres") }
