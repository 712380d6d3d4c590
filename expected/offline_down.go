package expected

import "assay/schema"

// ReadDowngrades reads what `alembic downgrade head:base --sql` prints: a step for each revision that is taken back, in the order of the text. Down is what the
// database is at afterwards. The schema is the one that the way back begins at.
func ReadDowngrades(l Language, from *schema.Schema, texts ...Text) (*Project, error) {
	return (&offlineReader{language: l, back: from}).all(texts)
}
