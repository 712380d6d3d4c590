package introspect_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"assay/dialect"
	"assay/introspect"
	"assay/schema"
	"assay/schema/schematest"
)

// semantics are those that the rooms know.
func semantics(s schema.Server) (schema.Semantics, error) {
	room, err := dialect.For(s)
	if err != nil {
		return schema.Semantics{}, err
	}
	return room.Semantics(), nil
}

var snapshotFile = introspect.Source{Path: "snap.json"}

// TestSnapshotOfAnything: what was written is read again, and written the same.
func TestSnapshotOfAnything(t *testing.T) {
	t.Parallel()
	for _, server := range []schema.Server{{Engine: "mysql", Product: "MariaDB", Version: "10.11.19"}, {Engine: "postgresql", Product: "PostgreSQL", Version: "15.18"}} {
		m, err := semantics(server)
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(200) {
			db := &schema.Database{
				Server: server, Name: "pbx <&> é", Namespace: "ns", Hidden: "some", Schema: schematest.New(seed, m).Schema(),
				Stamps: []schema.Stamp{{Table: "alembic_version", Revisions: []string{"a", ""}}, {Table: "alembic_version_x"}},
			}
			db.Schema.Defaults = schema.Options{Engine: "InnoDB", Charset: "utf8mb4", Collation: "utf8mb4_bin"}
			db.Schema.Opaque = []schema.Opaque{{Kind: "view", Name: "v", Table: "t", Columns: []string{"c"}, Definition: []string{"CREATE VIEW v AS\n\tSELECT '\"'"}, Space: "s", Depth: 2}}
			checkRoundTrip(t, db)
		}
	}
}

// TestSnapshotKeepsEverything: a field that is added to what is read of a database must come into its snapshot.
func TestSnapshotKeepsEverything(t *testing.T) {
	t.Parallel()
	db := &schema.Database{}
	fill(t, reflect.ValueOf(db).Elem())
	db.Measures = schema.Measures{} // they change with the rows
	db.Changing = nil               // what is half of an upgrade gets no snapshot
	db.Stamps[0].Given = ""         // a stamp that somebody gives is stored nowhere
	db.Server.Engine = "mysql"
	m, err := semantics(db.Server)
	if err != nil {
		t.Fatal(err)
	}
	m.FoldTables = true
	db.Schema.Detail = schema.Whole
	db.Schema.Semantics = m
	checkRoundTrip(t, db)
}

// fill gives every field a value that is not its zero.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind().String() {
	case "string":
		v.SetString("x")
	case "bool":
		v.SetBool(true)
	case "int":
		v.SetInt(1)
	case "uint64":
		v.SetUint(1)
	case "ptr":
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case "slice":
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case "map":
		element := reflect.New(v.Type().Elem()).Elem()
		fill(t, element)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("x").Convert(v.Type().Key()), element)
	case "struct":
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i))
			}
		}
	default:
		t.Fatalf("there is a field of kind %s: how is it written?", v.Kind())
	}
}

func checkRoundTrip(t *testing.T, db *schema.Database) {
	t.Helper()
	var text, again bytes.Buffer
	if err := introspect.WriteSnapshot(&text, db); err != nil {
		t.Fatal(err)
	}
	got, err := introspect.ReadSnapshot(snapshotFile, text.Bytes(), semantics)
	if err != nil {
		t.Fatalf("%v in:\n%s", err, text.String())
	}
	if diff := cmp.Diff(db, got, cmpopts.IgnoreUnexported(schema.Schema{})); diff != "" {
		t.Fatalf("another database is read than was written (-written +read):\n%s", diff)
	}
	if err := introspect.WriteSnapshot(&again, got); err != nil || !bytes.Equal(text.Bytes(), again.Bytes()) {
		t.Fatalf("%v: it is not written again as it was:\n%s", err, cmp.Diff(text.String(), again.String()))
	}
}

// FuzzSnapshot: no text makes the reader panic, and what it takes is written and read again as it is.
func FuzzSnapshot(f *testing.F) {
	for _, m := range []schema.Semantics{schematest.MySQL, schematest.PostgreSQL} {
		engine := map[bool]string{true: "postgresql", false: "mysql"}[m.TransactionalDDL]
		db := &schema.Database{Server: schema.Server{Engine: engine}, Name: "a", Schema: schematest.New(3, m).Schema()}
		var text bytes.Buffer
		if err := introspect.WriteSnapshot(&text, db); err != nil {
			f.Fatal(err)
		}
		f.Add(text.Bytes())
		f.Add(text.Bytes()[:text.Len()/2])
	}
	f.Add([]byte(`{"assay_snapshot": 1, "server": {"engine": "mysql"}, "fold_tables": true, "tables": [null, {"name": "A", "columns": [], "indexes": [{"kind": "index"}]}, {"name": "a"}]}`))
	f.Add([]byte(`{"assay_snapshot": 1e9}{`))
	f.Add(bytes.Repeat([]byte("["), 20000))
	f.Fuzz(func(t *testing.T, text []byte) {
		db, err := introspect.ReadSnapshot(snapshotFile, text, semantics)
		if err == nil {
			checkRoundTrip(t, db)
		}
	})
}
