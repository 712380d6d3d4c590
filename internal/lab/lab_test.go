package lab

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"assay/schema"
)

// holder is the variable that makes this test binary a program that starts a server, says so and waits to be killed.
const holder = "ASSAY_LAB_HOLDER"

func TestMain(m *testing.M) {
	if os.Getenv(holder) != "" {
		hold()
		return
	}
	Main(m)
}

var starts = map[string]func(context.Context, string) (*Instance, error){
	"mariadb":    StartMariaDB,
	"postgresql": StartPostgres,
}

func hold() {
	x, err := starts[os.Getenv(holder)](context.Background(), "")
	if err != nil {
		fmt.Println("error", err)
		return
	}
	fmt.Println(x.URL, x.home)
	select {}
}

func TestStartStop(t *testing.T) {
	t.Parallel()
	for name, start := range starts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			x, err := start(t.Context(), "")
			if err != nil {
				Skip(t, err)
			}
			t.Logf("%s is up after %s", x.URL, time.Since(began).Round(time.Millisecond))
			s, err := connect(x.URL)
			if err != nil {
				t.Error(err)
			}
			if !strings.HasPrefix(s.Name, name) {
				t.Errorf("the server is called %s", s.Name)
			}
			began = time.Now()
			if err := x.Stop(); err != nil {
				t.Error(err)
			}
			t.Logf("and down after %s", time.Since(began).Round(time.Millisecond))
			checkGone(t, x.URL, x.home)
		})
	}
}

// TestKilled kills the process that started a server, as the timeout of go test does.
func TestKilled(t *testing.T) {
	t.Parallel()
	for name := range starts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), holder+"="+name)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, _ := bufio.NewReader(out).ReadString('\n')
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			server, home, _ := strings.Cut(strings.TrimSpace(line), " ")
			if server == "error" {
				Skip(t, fmt.Errorf("%s", home))
			}
			for range 100 {
				if _, err := os.Stat(home); err != nil {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
			checkGone(t, server, home)
		})
	}
}

func TestStartCancelled(t *testing.T) {
	if _, err := find("initdb"); err != nil {
		Skip(t, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	x, err := StartPostgres(ctx, "")
	if err == nil {
		t.Error("started", x.URL, x.Stop())
	}
}

func TestServerEndsByItself(t *testing.T) {
	_, err := start(t.Context(), t.TempDir(), plan{url: "mysql://root@127.0.0.1:%d/", signals: "KILL", script: "echo sorry; exit 1"})
	if err == nil || !strings.Contains(err.Error(), "ended by itself") || !strings.Contains(err.Error(), "sorry") {
		t.Error("the error does not say what happened:", err)
	}
}

func TestDatabase(t *testing.T) {
	for _, server := range append(MySQL(t), Postgres(t)...) {
		t.Run(server.Name, func(t *testing.T) {
			var name string
			t.Run("use", func(t *testing.T) {
				db := server.Database(t)
				name = db.Name
				db.Exec(t, "CREATE TABLE t (id int)", "INSERT INTO t VALUES (7)")
				var got int
				if err := db.DB.QueryRowContext(t.Context(), "SELECT id FROM t").Scan(&got); err != nil || got != 7 {
					t.Error(got, err)
				}
			})
			if db, err := open(server.url.String(), name); err != nil || db.PingContext(t.Context()) == nil {
				t.Error("the database is still there", err)
			}
		})
	}
}

func TestTarget(t *testing.T) {
	u, err := url.Parse("mysql://me:secret@127.0.0.1:3307/")
	if err != nil {
		t.Fatal(err)
	}
	s := Server{url: u}
	want := schema.Target{Host: "127.0.0.1", Port: 3307, User: "me", Password: "secret", Database: "asterisk"}
	if diff := cmp.Diff(want, s.Target("asterisk")); diff != "" {
		t.Error("(-want +got)", diff)
	}
	if got := s.URL("asterisk"); got != "mysql://me:secret@127.0.0.1:3307/asterisk" {
		t.Error("the URL is", got)
	}
}

func TestLabel(t *testing.T) {
	for want, s := range map[string]schema.Server{
		"mariadb-10.11": {Engine: "mysql", Product: "MariaDB", Version: "10.11.19"},
		"mysql-9.7":     {Engine: "mysql", Product: "MySQL", Version: "9.7.0"},
		"postgresql-15": {Engine: "postgresql", Product: "PostgreSQL", Version: "15.18"},
	} {
		if got := label(s); got != want {
			t.Errorf("want %s, got %s", want, got)
		}
	}
}

// checkGone fails the test if a server still listens or has left its folder behind.
func checkGone(t *testing.T, server, home string) {
	t.Helper()
	if _, err := os.Stat(home); err == nil {
		t.Errorf("%s is still there", home)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := net.Dial("tcp", u.Host); err == nil {
		t.Errorf("%s still listens", u.Host)
		_ = c.Close()
	}
}
