package dialect_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

func TestMain(m *testing.M) { lab.Main(m) }

// TestAsk: what takes too long, writes, is no SQL or may not be read is told by itself, and the questions behind it are answered.
func TestAsk(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec(t, "CREATE TABLE t (a varchar(200))", "INSERT INTO t VALUES ('x'), (NULL), ('"+strings.Repeat("ñ", 90)+"')")
			db.Exec(t, "CREATE TABLE n (i int)", "INSERT INTO n VALUES (1),(2),(3),(4),(5),(6),(7),(8),(9),(10)")
			cross := "SELECT COUNT(*) FROM n AS a"
			for alias := range strings.FieldsSeq("b c d e f g h j k l") {
				cross += " CROSS JOIN n AS " + alias
			}
			got, err := dialect.Ask(t.Context(), s.Server.Engine, db.Target, []schema.Question{
				{SQL: "SELECT a AS b FROM t ORDER BY a"},
				{SQL: cross},
				{SQL: "INSERT INTO n VALUES (11)"},
				{SQL: "SELECT 1; COMMIT"},
				{SQL: "SELECT FROM WHERE"},
				{SQL: "SELECT COUNT(*) FROM n"},
			}, 300*time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, r := range got[0].Rows {
				seen[strings.Join(r, "|")] = true
			}
			if want := strings.Repeat("ñ", 80) + "…"; len(seen) != 3 || !seen["x"] || !seen["NULL"] || !seen[want] || got[0].Columns[0] != "b" {
				t.Errorf("got %+v", got[0])
			}
			if got[1].Unanswered != "it took longer than 300ms" {
				t.Errorf("a long query gives %+v", got[1])
			}
			for i := 2; i < 5; i++ {
				if got[i].Unanswered == "" {
					t.Errorf("query %d was answered: %+v", i, got[i])
				}
			}
			if got[5].Unanswered != "" || got[5].Rows[0][0] != "10" {
				t.Errorf("the last query gives %+v", got[5])
			}
		})
	}
}

// TestAskWithoutRights: the answer says what to grant, which then is enough.
func TestAskWithoutRights(t *testing.T) {
	t.Parallel()
	for _, s := range append(lab.MySQL(t), lab.Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			user := "u" + strings.TrimPrefix(db.Name, "assay")
			target := db.Target
			target.User, target.Password = user, "pass-word"
			db.Exec(t, "CREATE TABLE seen (a int)", "CREATE TABLE ps_contacts (a int)")
			grantee := user
			if s.Server.Engine == "mysql" {
				grantee = "'" + user + "'@'%'"
				db.Exec(t, "CREATE USER "+grantee+" IDENTIFIED BY 'pass-word'", "GRANT SELECT ON seen TO "+grantee)
			} else {
				db.Exec(t, "CREATE ROLE "+user+" LOGIN PASSWORD 'pass-word'", "GRANT SELECT ON seen TO "+user)
			}
			defer func() {
				if s.Server.Engine == "mysql" {
					db.Exec(t, "DROP USER "+grantee)
				} else {
					db.Exec(t, "DROP OWNED BY "+user, "DROP ROLE "+user)
				}
			}()
			questions := []schema.Question{
				{SQL: "SELECT COUNT(*) FROM ps_contacts", Tables: []string{"ps_contacts"}},
				{SQL: "SELECT COUNT(*) FROM seen", Tables: []string{"seen"}},
			}
			ask := func() []schema.Answer {
				got, err := dialect.Ask(t.Context(), s.Server.Engine, target, questions, time.Minute)
				if err != nil {
					t.Fatal(err)
				}
				return got
			}
			got := ask()
			may, grant, _ := strings.Cut(got[0].Unanswered, ": ")
			if may != "this user may not read ps_contacts" || !strings.HasPrefix(grant, "GRANT SELECT ON ") || got[1].Unanswered != "" {
				t.Fatalf("got %+v", got)
			}
			db.Exec(t, grant)
			if got := ask(); got[0].Unanswered != "" || fmt.Sprint(got[0].Rows) != "[[0]]" {
				t.Errorf("after %s: %+v", grant, got[0])
			}
		})
	}
}
