package mysql

import (
	"fmt"
	"strconv"
	"strings"

	"assay/schema"
)

// What a table can hold at most, in bytes. The first is the server's, for every engine, not counting what blobs hold; the second InnoDB's with
// pages of 16 KB, where long columns may be kept elsewhere.
const (
	maxRow       = 65535
	maxInnoDBRow = 8126
)

// tooLarge refuses a table whose rows or keys the server or its engine cannot hold.
func (r refuser) tooLarge(t *schema.Table, c schema.Change) *schema.Refusal {
	if t.Options.Charset == "" { // in a schema that was not read from a server
		return nil
	}
	if f, x := longKey(r.flavor, t); f != nil {
		_, creates := c.(schema.CreateTable)
		_, adds := c.(schema.AddIndex)
		if !creates && !adds {
			f.Blockers = []schema.Blocker{{
				What: "index " + t.Name + "." + x.Name, Drop: schema.DropIndex{Table: t.Name, Name: x.Name, Kind: x.Kind},
				Gone: "the server does not allow one that long: make it over fewer columns, or over the beginning of one",
			}}
		}
		return f
	}
	row := (len(t.Columns) + 7) / 8
	for _, c := range t.Columns {
		row += packedBytes(c, t.Options.Charset)
	}
	if row > maxRow {
		return &schema.Refusal{
			Code: "1118", State: "42000",
			Text: fmt.Sprintf("Row size too large. The maximum row size for the used table type, not counting BLOBs, is %d. "+
				"This includes storage overhead, check the manual. You have to change some columns to TEXT or BLOBs", maxRow),
		}
	}
	if isInnoDB(t) && rebuilds(c) && rowOfInnoDB(r.flavor, t) > maxInnoDBRow {
		return &schema.Refusal{Code: "1118", State: "42000", Text: innoDBSays(r.flavor, t)}
	}
	return nil
}

// rebuilds reports whether InnoDB rebuilds all rows, and computes how long they can get: it does not where a column is only added or gets longer.
func rebuilds(c schema.Change) bool {
	switch c.(type) {
	case schema.CreateTable, schema.AlterTable:
		return true
	}
	return false
}

func isInnoDB(t *schema.Table) bool { return t.Options.Engine == "" || t.Options.Engine == "InnoDB" }

// innoDBSays is InnoDB's sentence about a row that is too long for its page (ER_TOO_BIG_ROWSIZE with a page of 16 KB).
func innoDBSays(f flavor, t *schema.Table) string {
	s := fmt.Sprintf("Row size too large (> %d). Changing some columns to TEXT or BLOB ", maxInnoDBRow)
	if isDynamic(f, t) {
		return s + "may help. In current row format, BLOB prefix of 0 bytes is stored inline."
	}
	return s + "or using ROW_FORMAT=DYNAMIC or ROW_FORMAT=COMPRESSED may help. In current row format, BLOB prefix of 768 bytes is stored inline."
}

// isDynamic reports whether long columns leave no more than a pointer in the row.
func isDynamic(f flavor, t *schema.Table) bool {
	switch strings.ToLower(t.RowFormat) {
	case "dynamic", "compressed":
		return true
	case "":
		return f.dynamicRows
	}
	return false
}

// rowOfInnoDB is the longest that a row of the clustered index can be, as InnoDB computes it (dict0dict.cc, dict_index_t::record_size_info):
// what is longer than it keeps in the row counts as what it keeps.
func rowOfInnoDB(f flavor, t *schema.Table) int {
	const (
		header  = 5     // of a compact record
		hidden  = 6 + 7 // transaction and roll pointer
		pointer = 20    // to a page of its own
	)
	kept := 40
	if !isDynamic(f, t) {
		kept = 768 + pointer
	}
	size := header + hidden + (len(t.Columns)+7)/8
	if _, ok := t.PrimaryKey(); !ok {
		size += 6 // a row id
	}
	for _, c := range t.Columns {
		n, variable := dataBytes(c, t.Options.Charset)
		length := 0
		if variable {
			length = 1
			if n > 255 {
				length = 2
			}
		}
		if n > kept && variable {
			n, length = kept, 1
		}
		size += n + length
	}
	return size
}

// packedBytes is how many bytes the server counts for a column of a row (Field::pack_length).
func packedBytes(c schema.Column, charset string) int {
	n, variable := dataBytes(c, charset)
	switch {
	case isLob(c.Type) || isShape(c.Type):
		return lobBytes(c.Type.Name)
	case variable && n > 255:
		return n + 2
	case variable:
		return n + 1
	}
	return n
}

// lobBytes is what a blob or text takes in the server's own rows: its length, and a pointer to where it is.
func lobBytes(name string) int {
	const pointer = 8
	switch {
	case strings.HasPrefix(name, "tiny"):
		return 1 + pointer
	case strings.HasPrefix(name, "medium"):
		return 3 + pointer
	case strings.HasPrefix(name, "long"), name == "json", isShape(schema.Type{Name: name}):
		return 4 + pointer
	}
	return 2 + pointer
}

// fixedBytes are the types of one size.
var fixedBytes = map[string]int{
	"tinyint": 1, "smallint": 2, "mediumint": 3, "int": 4, "bigint": 8, "float": 4, "double": 8, "year": 1, "date": 3,
	"time": 6, "datetime": 8, "timestamp": 7, "uuid": 16, "inet6": 16, "inet4": 4,
}

// isShape reports whether a type is one of those for geometry, which are kept as blobs.
func isShape(t schema.Type) bool {
	switch strings.TrimPrefix(t.Name, "multi") {
	case "geometry", "point", "linestring", "polygon", "geometrycollection", "geomcollection":
		return true
	}
	return false
}

// dataBytes is the most that a column's value takes, and whether shorter values take less. A type that is not known takes nothing, so that no table is
// refused for it.
func dataBytes(c schema.Column, charset string) (n int, variable bool) {
	if c.Charset != "" {
		charset = c.Charset
	}
	args, _, _ := strings.Cut(c.Type.Args, ",")
	length, _ := strconv.Atoi(args)
	switch c.Type.Name {
	case "varchar":
		return length * bytesPerCharacter(charset), true
	case "char":
		return length * bytesPerCharacter(charset), bytesPerCharacter(charset) > 1
	case "varbinary":
		return length, true
	case "binary":
		return length, false
	case "enum":
		if len(c.Type.Labels()) > 255 {
			return 2, false
		}
		return 1, false
	case "set":
		return min(8, (len(c.Type.Labels())+7)/8), false
	case "decimal":
		return (length + 8) / 9 * 4, false
	case "bit":
		return (length + 7) / 8, false
	}
	if fixed, ok := fixedBytes[c.Type.Name]; ok {
		return fixed, false
	}
	if isLob(c.Type) || isShape(c.Type) {
		return maxRow, true
	}
	return 0, false
}

// longKey refuses keys that are too long for the table's engine and row format, and returns the first such.
func longKey(f flavor, t *schema.Table) (*schema.Refusal, schema.Index) {
	whole, part := keyLimits(f, t)
	for _, x := range t.Indexes {
		if x.Method == "fulltext" || x.Method == "spatial" || x.Method == "hash" {
			continue
		}
		total := 0
		for _, p := range x.Parts {
			if f := endless(f, t, x, p); f != nil {
				return f, x
			}
			n := partBytes(t, p)
			if n > whole && !x.Kind.Unique() && f.shortensKeys {
				n = whole
			}
			if n > part && !x.Kind.Unique() && f.isLax {
				n = part
			}
			total += n
			if n > part && part < whole && f.vendor == mySQL {
				return keyTooLong(part), x
			}
			if n > part && part < whole {
				return &schema.Refusal{Code: "1709", State: "HY000", Text: fmt.Sprintf("Index column size too large. The maximum column size is %d bytes", part)}, x
			}
		}
		hashed := x.Kind.Unique() && x.Kind != schema.Primary && f.hashesKeys
		if total > whole && !hashed {
			return keyTooLong(whole), x
		}
	}
	return nil, schema.Index{}
}

// endless refuses a key over a long text without a length, which MariaDB has taken since it can hash keys, but for primary ones.
func endless(f flavor, t *schema.Table, x schema.Index, p schema.Part) *schema.Refusal {
	i := t.Column(schema.Semantics{FoldColumns: true}, p.Column)
	if i < 0 || p.Prefix > 0 || !isLob(t.Columns[i].Type) || f.hashesKeys && x.Kind != schema.Primary {
		return nil
	}
	return &schema.Refusal{Code: "1170", State: "42000", Text: "BLOB/TEXT column '" + p.Column + "' used in key specification without a key length"}
}

func keyTooLong(limit int) *schema.Refusal {
	return &schema.Refusal{Code: "1071", State: "42000", Text: fmt.Sprintf("Specified key was too long; max key length is %d bytes", limit)}
}

// keyLimits are the bytes that a key, and a column of one, can have.
func keyLimits(f flavor, t *schema.Table) (whole, part int) {
	switch {
	case t.Options.Engine == "MyISAM":
		return 1000, 1000
	case t.Options.Engine == "Aria":
		return 2000, 2000
	case !isInnoDB(t):
		return maxRow, maxRow
	case isDynamic(f, t):
		return 3072, 3072
	}
	return 3072, 767
}

// partBytes is how long a column of a key can get.
func partBytes(t *schema.Table, p schema.Part) int {
	i := t.Column(schema.Semantics{FoldColumns: true}, p.Column)
	if i < 0 { // an expression
		return 0
	}
	c := t.Columns[i]
	n, _ := dataBytes(c, t.Options.Charset)
	if p.Prefix > 0 {
		per := 1
		if isText(c.Type) {
			charset := t.Options.Charset
			if c.Charset != "" {
				charset = c.Charset
			}
			per = bytesPerCharacter(charset)
		}
		n = min(n, p.Prefix*per)
	}
	return n
}
