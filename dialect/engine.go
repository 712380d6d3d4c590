package dialect

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"assay/dialect/mssql"
	"assay/dialect/mysql"
	"assay/dialect/oracle"
	"assay/dialect/postgres"
	"assay/schema"
)

// An Engine is one entry of the table of engines: all that anybody has to know of one, and where its room begins.
type Engine struct {
	schema.Facts
	// New returns the language of one of its servers, with the parts of a [Dialect] that the engine has.
	New func(schema.Server) Syntax
	// ServerOf returns the server that calls its version so.
	ServerOf func(version string) schema.Server
	// Read and Ask are as of this package.
	Read func(context.Context, schema.Target) (*schema.Database, error)
	Ask  func(context.Context, schema.Target, []schema.Question, time.Duration) ([]schema.Answer, error)
	// Names are the names of the databases on the server, without its own; or of the schemas in the database, namespaces. Sorted.
	Names func(ctx context.Context, t schema.Target, namespaces bool) ([]string, error)
	// Queries is a script for its client program that prints the rows of its catalogue, a line of JSON each, and FromCatalogue makes a database of these rows;
	// nil: there is none.
	Queries       func(schema.Target) string
	FromCatalogue func([]schema.Row, schema.Target) (*schema.Database, error)
	// Meet connects, and says as whom and how.
	Meet func(context.Context, schema.Target) (schema.Meeting, error)
	// Client returns its own client program, ready to read a script for the database from its standard input; it stops at the first error. Nil: there is none.
	Client func(context.Context, schema.Target) (*exec.Cmd, error)
}

// Engines is the table. The first one is meant where nobody says which. A test may add an engine before anything else is asked.
var Engines = []*Engine{
	{
		Facts: mysql.Facts(), New: func(s schema.Server) Syntax { return mysql.New(s) }, ServerOf: mysql.ServerOf,
		Read: mysql.Read, Ask: mysql.Ask, Names: mysql.Names, Meet: mysql.Meet, Client: mysql.Client,
	},
	{
		Facts: postgres.Facts(), New: func(s schema.Server) Syntax { return postgres.New(s) }, ServerOf: postgres.ServerOf,
		Read: postgres.Read, Ask: postgres.Ask, Names: postgres.Names, Meet: postgres.Meet, Client: postgres.Client,
	},
	{
		Facts: mssql.Facts(), New: func(s schema.Server) Syntax { return mssql.New(s) }, ServerOf: mssql.ServerOf,
		Read: mssql.Read, Ask: mssql.Ask, Names: mssql.Names, Queries: mssql.Queries, FromCatalogue: mssql.FromCatalogue,
	},
	{
		Facts: oracle.Facts(), New: func(s schema.Server) Syntax { return oracle.New(s) }, ServerOf: oracle.ServerOf,
		Read: oracle.Read, Ask: oracle.Ask, Names: oracle.Names, Queries: oracle.Queries, FromCatalogue: oracle.FromCatalogue,
	},
}

// These rooms have every part: a method that one of them loses is not to be replaced by a default without a word.
var (
	_ Dialect = (*mysql.Room)(nil)
	_ Dialect = (*postgres.Room)(nil)
	_ Besides = (*mysql.Room)(nil)
	_ Besides = (*postgres.Room)(nil)
	_ judged  = (*mssql.Room)(nil)
	_ judged  = (*oracle.Room)(nil)
)

// judged is all but Locking.
type judged interface {
	Syntax
	Scripting
	Planning
	Probing
	Vetting
}

// Default is the name of the engine that is meant where nobody says which.
func Default() string { return Engines[0].Name }

// Names are the names of all engines.
func Names() []string {
	var names []string
	for _, e := range Engines {
		names = append(names, e.Name)
	}
	return names
}

// Find returns the engine of that name; an error names those that there are.
func Find(name string) (*Engine, error) {
	if e := Which(func(e *Engine) bool { return e.Name == name }); e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("no engine is called %q; there are %s", name, listed(Names()))
}

// listed names things for people, the last one after an "and".
func listed(names []string) string {
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Which returns the first engine of which that is so; nil: there is none.
func Which(is func(*Engine) bool) *Engine {
	if i := slices.IndexFunc(Engines, is); i >= 0 {
		return Engines[i]
	}
	return nil
}

// Facts are those of the engine of that name; the zero Facts: there is no such engine.
func Facts(name string) schema.Facts {
	if e, err := Find(name); err == nil {
		return e.Facts
	}
	return schema.Facts{}
}

// For returns the language of a server.
func For(s schema.Server) (Dialect, error) {
	e, err := Find(s.Engine)
	if err != nil {
		return nil, err
	}
	return Complete(e.New(s)), nil
}

// Server returns the server of an engine that calls its version so, as in a dump: "10.11.6-MariaDB-log"; no version: one that is not known further.
func Server(engine, version string) schema.Server {
	if e, err := Find(engine); err == nil && version != "" {
		return e.ServerOf(version)
	}
	return schema.Server{Engine: engine}
}

// Product returns the server that people call so: "mariadb". Blanks do not matter, and an engine's own name is one of its servers'.
func Product(word string) (schema.Server, bool) {
	for _, e := range Engines {
		for _, s := range e.Products {
			if strings.EqualFold(strings.ReplaceAll(s.Product, " ", ""), word) || word == e.Name && len(e.Products) == 1 {
				return s, true
			}
		}
	}
	return schema.Server{}, false
}

// Read reads a live database of the engine, in one read-only transaction.
func Read(ctx context.Context, engine string, t schema.Target) (*schema.Database, error) {
	e, err := Find(engine)
	if err != nil {
		return nil, err
	}
	return e.Read(ctx, t)
}

// Ask puts questions to a live database of the engine, in one read-only transaction, each for no longer than limit. What becomes of one
// does not spoil the others: an answer says why there is none. An error means that none was answered.
func Ask(ctx context.Context, engine string, t schema.Target, questions []schema.Question, limit time.Duration) ([]schema.Answer, error) {
	e, err := Find(engine)
	if err != nil {
		return nil, err
	}
	return e.Ask(ctx, t, questions, limit)
}

// NamesOn are the names of the databases on a server of the engine, without its own; or of the schemas in the database, namespaces. Sorted.
func NamesOn(ctx context.Context, engine string, t schema.Target, namespaces bool) ([]string, error) {
	e, err := Find(engine)
	if err != nil {
		return nil, err
	}
	return e.Names(ctx, t, namespaces)
}

// Queries is a script for the client program of the engine, which prints the rows of a database's catalogue.
func Queries(engine string, t schema.Target) (string, error) {
	e, err := Find(engine)
	if err != nil {
		return "", err
	}
	if e.Queries == nil {
		return "", fmt.Errorf("assay reads databases of %s by itself: take a snapshot of one, or a dump", e.Products[0].Product)
	}
	return e.Queries(t), nil
}

// FromCatalogue makes a database of the rows of its catalogue, of which that of kind "server" says the engine.
func FromCatalogue(rows []schema.Row, t schema.Target) (*schema.Database, error) {
	i := slices.IndexFunc(rows, func(r schema.Row) bool { return r.Kind() == "server" })
	if i < 0 {
		return nil, errors.New("no row in it says what server it is of: were all queries run?")
	}
	e, err := Find(rows[i].Text("engine"))
	if err != nil {
		return nil, err
	}
	if e.FromCatalogue == nil {
		return nil, fmt.Errorf("there are no files of the catalogue of %s", e.Products[0].Product)
	}
	return e.FromCatalogue(rows, t)
}

// Meet connects to a live database of the engine, and says as whom and how.
func Meet(ctx context.Context, engine string, t schema.Target) (schema.Meeting, error) {
	e, err := Find(engine)
	if err != nil {
		return schema.Meeting{}, err
	}
	if e.Meet == nil {
		return schema.Meeting{}, fmt.Errorf("a live database of %s cannot be reached yet", e.Name)
	}
	return e.Meet(ctx, t)
}

// Tested names the servers of a product on which assay is tested, and says whether a server is one of them, or between two.
func Tested(s schema.Server) (names string, tested bool) {
	var all []string
	older, newer := false, false
	for _, x := range Facts(s.Engine).Tested {
		if x.Product != s.Product {
			continue
		}
		all = append(all, x.String())
		older, newer = older || notAfter(x.Version, s.Version), newer || notAfter(s.Version, x.Version) || strings.HasPrefix(s.Version+".", x.Version+".")
	}
	return strings.Join(all, ", "), older && newer
}

// notAfter reports whether a version is another one or comes before it.
func notAfter(a, b string) bool {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		if c := number(x[i]) - number(y[i]); c != 0 {
			return c < 0
		}
	}
	return len(x) <= len(y)
}
