package expected

import (
	"cmp"

	"assay/schema"
)

// Name implements what package drift asks of a revision: the id by which a stamp names it.
func (r *Revision) Name() string { return r.ID }

// Own returns the revision's own id, also where the stamp behind it names other heads as well.
func (r *Revision) Own() string { return cmp.Or(r.Migration, r.ID) }

// Steps implements what package drift asks of a revision: its changes.
func (r *Revision) Steps() []schema.Change { return r.Changes }

// VersionTable returns the creation of a version table as Alembic declares it (alembic/ddl/impl.py, version_table_impl).
func VersionTable(name string, n Normalizer) (schema.Change, error) {
	return n.Normalize(schema.CreateTable{Table: &schema.Table{
		Name:    name,
		Columns: []schema.Column{{Name: "version_num", Type: schema.Type{Name: "VARCHAR(32)"}}},
		Indexes: []schema.Index{{Name: name + "_pkc", Kind: schema.Primary, Parts: schema.Columns("version_num")}},
	}})
}
