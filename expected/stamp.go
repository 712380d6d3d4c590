package expected

import (
	"cmp"
	"fmt"

	"assay/schema"
)

// Name implements what package drift asks of a revision: the id by which a stamp names it.
func (r *Revision) Name() string { return r.ID }

// Own returns the revision's own id, also where the stamp behind it names other heads as well.
func (r *Revision) Own() string { return cmp.Or(r.Migration, r.ID) }

// Steps implements what package drift asks of a revision: its changes.
func (r *Revision) Steps() []schema.Change { return r.Changes }

// shortestStamp is how many characters of an id Alembic makes room for.
const shortestStamp = 32

// VersionTable returns the creation of a version table as Alembic declares it (alembic/ddl/impl.py, version_table_impl), with room for ids of that length.
func VersionTable(name string, length int, n Normalizer) (schema.Change, error) {
	return n.Normalize(schema.CreateTable{Table: &schema.Table{
		Name:    name,
		Columns: []schema.Column{{Name: "version_num", Type: schema.Type{Name: fmt.Sprintf("VARCHAR(%d)", max(length, shortestStamp))}}},
		Indexes: []schema.Index{{Name: name + "_pkc", Kind: schema.Primary, Parts: schema.Columns("version_num")}},
	}})
}
