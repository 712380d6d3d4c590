package schema

// A Column is a column's definition. It is comparable: two columns are the same when they are equal.
type Column struct {
	Name     string `json:"name,omitzero"`
	Type     Type   `json:"type,omitzero"`
	Nullable bool   `json:"nullable,omitzero"`
	// Default is the SQL expression that fills the column, in canonical spelling; empty: none, or NULL.
	Default string `json:"default,omitzero"`
	// OnUpdate is MySQL's ON UPDATE expression, in canonical spelling; empty: none.
	OnUpdate string `json:"on_update,omitzero"`
	// AutoIncrement reports whether the server counts the column up: MySQL's AUTO_INCREMENT, PostgreSQL's serial (a sequence that the
	// column owns and that its default asks).
	AutoIncrement bool `json:"auto_increment,omitzero"`
	// Identity is PostgreSQL's GENERATED … AS IDENTITY: "ALWAYS" or "BY DEFAULT"; empty: none.
	Identity string `json:"identity,omitzero"`
	// Sequence are the options of what counts the column up where they are not as by default (PostgreSQL), as [Sequence] writes them. What
	// serial or an identity makes is of the column's own type.
	Sequence string `json:"sequence,omitzero"`
	// Generated is the expression of a generated column; empty: not generated. Stored: its values are kept in the row.
	Generated string `json:"generated,omitzero"`
	Stored    bool   `json:"stored,omitzero"`
	// Charset and Collation are those of the column where they differ from its table's (MySQL) or the database's (PostgreSQL) own;
	// empty: inherited.
	Charset   string `json:"charset,omitzero"`
	Collation string `json:"collation,omitzero"`
	// Comment is the column's comment.
	Comment string `json:"comment,omitzero"`
	// Invisible reports that SELECT * leaves the column out (MySQL 8.0.23, MariaDB 10.3).
	Invisible bool `json:"invisible,omitzero"`
	// Check is the condition of a check constraint that belongs to the column itself, so that restating the column restates it (MariaDB);
	// elsewhere a check is one of its table's, wherever it was written.
	Check string `json:"check,omitzero"`
}

// A Property is a set of properties of a column.
type Property uint16 // of which 13 bits are used

// The properties of a column, named after the fields of [Column].
const (
	PropName Property = 1 << iota
	PropType
	PropNullable
	PropDefault // with OnUpdate
	PropAutoIncrement
	PropIdentity
	PropGenerated // with Stored
	PropCollation // with Charset
	PropComment
	PropInvisible
	PropCheck
	PropSequence
	// PropAll are all but the name: what MySQL's MODIFY states anew.
	PropAll = PropType | PropNullable | PropDefault | PropAutoIncrement | PropIdentity | PropGenerated | PropCollation | PropComment | PropInvisible | PropCheck |
		PropSequence
)

// Differ returns the properties in which two columns differ, the name left out.
func (c *Column) Differ(d *Column) Property {
	var p Property
	set := func(differ bool, q Property) {
		if differ {
			p |= q
		}
	}
	set(c.Type != d.Type, PropType)
	set(c.Nullable != d.Nullable, PropNullable)
	set(c.Default != d.Default || c.OnUpdate != d.OnUpdate, PropDefault)
	set(c.AutoIncrement != d.AutoIncrement, PropAutoIncrement)
	set(c.Identity != d.Identity, PropIdentity)
	set(c.Generated != d.Generated || c.Stored != d.Stored, PropGenerated)
	set(c.Charset != d.Charset || c.Collation != d.Collation, PropCollation)
	set(c.Comment != d.Comment, PropComment)
	set(c.Invisible != d.Invisible, PropInvisible)
	set(c.Check != d.Check, PropCheck)
	set(c.Sequence != d.Sequence, PropSequence)
	return p
}

// Demands reports whether an INSERT that does not name the column fails.
func (c *Column) Demands() bool {
	const counted = "rowversion" // which SQL Server fills by itself
	return !c.Nullable && c.Default == "" && !c.AutoIncrement && c.Identity == "" && c.Generated == "" && c.Type.Name != counted
}

// With returns the column with those properties of d.
func (c Column) With(d Column, p Property) Column {
	if p&PropName != 0 {
		c.Name = d.Name
	}
	if p&PropType != 0 {
		c.Type = d.Type
	}
	if p&PropNullable != 0 {
		c.Nullable = d.Nullable
	}
	if p&PropDefault != 0 {
		c.Default, c.OnUpdate = d.Default, d.OnUpdate
	}
	if p&PropAutoIncrement != 0 {
		c.AutoIncrement = d.AutoIncrement
	}
	if p&PropIdentity != 0 {
		c.Identity = d.Identity
	}
	if p&PropGenerated != 0 {
		c.Generated, c.Stored = d.Generated, d.Stored
	}
	if p&PropCollation != 0 {
		c.Charset, c.Collation = d.Charset, d.Collation
	}
	if p&PropComment != 0 {
		c.Comment = d.Comment
	}
	if p&PropInvisible != 0 {
		c.Invisible = d.Invisible
	}
	if p&PropCheck != 0 {
		c.Check = d.Check
	}
	if p&PropSequence != 0 {
		c.Sequence = d.Sequence
	}
	return c
}
