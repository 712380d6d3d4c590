package expected

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"assay/expected/asterisk"
	"assay/schema"
)

// plain is a server that takes everything as it is declared.
type plain struct{ named bool }

func (p plain) Semantics() schema.Semantics {
	return schema.Semantics{FoldTables: !p.named, FoldColumns: !p.named}
}

func (p plain) Normalize(c schema.Change) (schema.Change, error) {
	// PostgreSQL's own types are in capitals, those of the revisions are not, but for one varchar.
	name := func(t *schema.Type) {
		t.Named = p.named && !strings.HasPrefix(t.Name, "varchar") && t.Name == strings.ToLower(t.Name) && t.Name != ""
	}
	switch c := c.(type) {
	case schema.CreateTable:
		for i := range c.Table.Columns {
			name(&c.Table.Columns[i].Type)
		}
	case schema.AddColumn:
		name(&c.Column.Type)
		return c, nil
	case schema.AlterColumn:
		name(&c.To.Type)
		return c, nil
	}
	return c, nil
}

var semantics = map[string]schema.Semantics{
	"mysql":      {FoldColumns: true, ShrinkIndexes: true, AutoIncrementNeedsKey: true},
	"postgresql": {GlobalIndexNames: true, TransactionalDDL: true},
}

func load(t testing.TB, tree, engine string) *History {
	t.Helper()
	h, err := Asterisk(tree, engine, plain{named: engine == "postgresql"})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAsteriskNumbers(t *testing.T) {
	// The facts count 449 releases, one of them twice.
	type numbers struct{ Trees, Chains, Revisions, Releases int }
	for engine := range semantics {
		got := numbers{Trees: len(Trees())}
		released := map[Release]bool{}
		for _, tree := range Trees() {
			h := load(t, tree, engine)
			revisions := map[*Revision]bool{}
			for _, c := range h.Chains {
				for _, r := range c.Revisions {
					revisions[r] = true
				}
				for _, r := range c.Releases {
					released[r] = true
				}
			}
			got.Chains += len(h.Chains)
			got.Revisions += len(revisions)
		}
		got.Releases = len(released)
		if diff := cmp.Diff(numbers{4, 127, 153, 448}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", engine, diff)
		}
	}
}

// TestReplay replays every chain from nothing, all its statements.
func TestReplay(t *testing.T) {
	for engine, m := range semantics {
		for _, tree := range Trees() {
			for _, c := range load(t, tree, engine).Chains {
				s, err := Position{c, len(c.Revisions) - 1}.Schema(m)
				if err != nil {
					t.Errorf("%s on %s: %v", c.Name, engine, err)
				} else if len(s.Tables) == 0 {
					t.Errorf("%s on %s makes no tables", c.Name, engine)
				}
			}
		}
	}
}

func TestAsteriskUnknown(t *testing.T) {
	if _, err := Asterisk("sip", "mysql", plain{}); err == nil {
		t.Error("there is a history of a tree sip")
	}
	if _, err := Asterisk("config", "sybase", plain{}); err == nil {
		t.Error("there is a history for Sybase")
	}
}

func TestAsteriskRefuses(t *testing.T) {
	for _, op := range []asterisk.Line{
		{Verb: "drop_database", Fields: []string{"asterisk"}},
		{Verb: "add_column", Fields: []string{"ps_aors", "id"}},
		{Verb: "add_column", Fields: []string{"ps_aors", "id", "INTEGER", "maybe null"}},
		{Verb: "alter_column", Fields: []string{"ps_aors", "id", "collation=C"}},
		{Verb: "create_table", Fields: []string{"t"}, Below: []asterisk.Line{{Verb: "column", Fields: []string{"c"}}}},
		{Verb: "create_table", Fields: []string{"t"}, Below: []asterisk.Line{{Verb: "check", Fields: []string{"c", "c > 0"}}}},
	} {
		if c, err := asteriskChange(op); err == nil {
			t.Errorf("%s %q is taken for %#v", op.Verb, op.Fields, c)
		}
	}
}

func TestOwns(t *testing.T) {
	config, voicemail := load(t, "config", "postgresql"), load(t, "voicemail", "postgresql")
	for _, name := range []string{"ps_endpoints", "sippeers", "extensions", "queue_members"} {
		if !config.Owns(name) || voicemail.Owns(name) {
			t.Errorf("%s is config's: got %t, %t", name, config.Owns(name), voicemail.Owns(name))
		}
	}
	if config.Owns("my_table") || config.Owns("alembic_version_config") || config.Owns("PS_Endpoints") {
		t.Error("config owns what no revision makes")
	}
	if !load(t, "config", "mysql").Owns("PS_Endpoints") {
		t.Error("config does not own a table of its own to an engine that folds names")
	}
	for _, name := range []string{"ast_bool_values", "pjsip_identify_by_values_tmp"} {
		if !config.OwnsEnum(name) {
			t.Errorf("%s is a type of config", name)
		}
	}
}

func TestKnown(t *testing.T) {
	h := load(t, "config", "mysql")
	for _, c := range []struct {
		object schema.Object
		want   []string
	}{
		{schema.Object{Kind: schema.TableObject, Table: "PS_AORS"}, []string{"43956d550a44"}},
		{schema.Object{Kind: schema.ColumnObject, Table: "ps_endpoints", Name: "MWI_from_user"}, []string{"2fc7930b41b3"}},
		{schema.Object{Kind: schema.ColumnObject, Table: "ps_registrations", Name: "user_agent"}, []string{"24c12d8e9014"}},
		{schema.Object{Kind: schema.IndexObject, Table: "sippeers", Name: "sippeers_name"}, []string{"4da0c5f79a9c"}},
		{schema.Object{Kind: schema.ColumnObject, Table: "ps_endpoints", Name: "mine"}, nil},
	} {
		var got []string
		for _, r := range h.Known(c.object) {
			got = append(got, r.ID)
		}
		if diff := cmp.Diff(c.want, slices.Compact(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.object, diff)
		}
	}
}

func TestResolve(t *testing.T) {
	h := load(t, "config", "mysql")
	for _, c := range []struct{ name, release string }{
		{"20.20.1", "20.20.1"},
		{"20.20", "20.20.1"},
		{"20", "20.20.1"},
		{"13.1", "13.1.1"}, // not 13.10
		{"12.0.0", "12.0.0"},
		{"certified-20.7-cert1", "certified-20.7-cert1"},
		{"certified-13.21", "certified-13.21-cert6"},
		{"Certified-13", "certified-13.21-cert6"},
	} {
		got, err := h.Resolve(c.name)
		if err != nil {
			t.Error(err)
			continue
		}
		ships := func(r Release) bool { return r.Name == c.release }
		if len(got) != 1 || !got[0].Head() || !slices.ContainsFunc(got[0].Chain.Releases, ships) {
			t.Errorf("%s is %v, not the head of %s", c.name, got, c.release)
		}
	}
	for _, name := range []string{"24c12d8e9014", "24c1"} {
		got, err := h.Resolve(name)
		if err != nil || len(got) == 0 || got[0].Revision().ID != "24c12d8e9014" || len(got) != len(h.Find("24c12d8e9014")) {
			t.Errorf("%s is %v, %v", name, got, err)
		}
	}
}

func TestResolveUnknown(t *testing.T) {
	h := load(t, "config", "mysql")
	for name, want := range map[string]string{
		"20.20.9":      "did you mean 20.20.0 or 20.20.1?",
		"23.55.0":      "this assay knows Asterisk 23 up to 23.",
		"24c12d8e9015": "did you mean 24c12d8e9014?",
		"e":            "it is in Asterisk 12.0.0 to ",
		"certified":    "did you mean",
		"":             "it is in Asterisk",
		"zzzzzzzzzzz":  "it is in Asterisk",
	} {
		got, err := h.Resolve(name)
		if err == nil || name != "certified" && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: want %q, got %v, %v", name, want, got, err)
		}
	}
	twice := &History{Tree: "t", Chains: []*Chain{{Revisions: []*Revision{{ID: "abcd1"}, {ID: "abcd2"}}}}}
	if _, err := twice.Resolve("abcd"); err == nil || err.Error() != `"abcd" can mean abcd1 or abcd2` {
		t.Error(err)
	}
}

func TestReleases(t *testing.T) {
	h := load(t, "config", "mysql")
	agent := h.Known(schema.Object{Kind: schema.ColumnObject, Table: "ps_registrations", Name: "user_agent"})[0]
	if got := h.FirstRelease(agent).Name; got != "21.2.0" {
		t.Errorf("%s was first released in %s", agent.ID, got)
	}
	head := h.Find("e89e30cee53f")[0].Revision()
	if got := Ranges(h.Heads(head)); !strings.Contains(got, "20.20.1") {
		t.Errorf("%s is the head of %s", head.ID, got)
	}
	if got := h.Newest().Releases; !slices.Contains(got, Release{"23.4.1", "2026-06-25"}) {
		t.Errorf("the newest chain is that of %s", Ranges(got))
	}
}

// TestSince: a series that got something late has it from then on, later series have it, and earlier ones do not.
func TestSince(t *testing.T) {
	t.Parallel()
	late := []string{"20.12", "21.7", "22.2"}
	tests := []struct {
		release string
		since   []string
		want    bool
	}{
		{"20.11.1", late, false},
		{"20.12.0", late, true},
		{"20.20.1", late, true},
		{"21.6.1", late, false},
		{"21.12.3", late, true},
		{"22.1.1", late, false},
		{"22.10.1", late, true},
		{"23.0.0", late, true},
		{"18.26.4", late, false},
		{"19.8.1", []string{"18.19", "20.4"}, false},
		{"15.0.0", []string{"13.18", "14.7"}, true},
		{"14.6.2", []string{"13.18", "14.7"}, false},
		{"certified-18.9-cert18", late, false},
		{"certified-20.7-cert11", late, false},
		{"certified-22.8-cert1-pre1", late, true},
		{"20.20.1", []string{"21"}, false},
		{"21.0.0", []string{"21"}, true},
	}
	for _, tt := range tests {
		if got := (Release{Name: tt.release}).Since(tt.since...); got != tt.want {
			t.Errorf("%s since %v: %t, want %t", tt.release, tt.since, got, tt.want)
		}
	}
}

func TestRanges(t *testing.T) {
	for _, c := range []struct{ names, want string }{
		{"", ""},
		{"20.20.1", "20.20.1"},
		{"22.5.0 20.20.1 20.20.0", "20.20.0–20.20.1, 22.5.0"},
		{"20.0.0 20.0.1 20.2.0", "20.0.0–20.0.1, 20.2.0"},
		{"certified-13.21-cert1 13.38.3 certified-13.21-cert2", "13.38.3, certified-13.21-cert1–certified-13.21-cert2"},
		{"99.1 99.2", "99.1, 99.2"},
	} {
		var releases []Release
		for name := range strings.FieldsSeq(c.names) {
			releases = append(releases, Release{Name: name})
		}
		if got := Ranges(releases); got != c.want {
			t.Errorf("want %q, got %q", c.want, got)
		}
	}
}

func BenchmarkAsterisk(b *testing.B) {
	for engine, m := range semantics {
		b.Run(engine, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := load(b, "config", engine).Newest()
				if _, err := (Position{c, len(c.Revisions) - 1}).Schema(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
