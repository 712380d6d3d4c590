package audit

import (
	"fmt"
	"slices"
	"strings"

	"assay/rules"
	"assay/schema"
)

// A product keeps tables of its own beside those of a history, or in their place.
type product struct {
	name string
	// marks are tables, and columns of tables as TABLE.COLUMN, which a database of the product has all of, and which no other product calls so.
	marks []string
	// alembic reports that its developers make its tables with Alembic.
	alembic bool
}

// products are those that share a database, or the name of one, with Asterisk.
var products = []product{
	{"Wazo", []string{"userfeatures", "linefeatures", "dialaction"}, true},
	{"IvozProvider", []string{"Companies", "Brands", "ast_ps_endpoints"}, false},
	{"FreePBX", []string{"freepbx_settings", "modules"}, false},
	{"ViciDial", []string{"vicidial_campaigns", "vicidial_users", "vicidial_list"}, false},
	{"Kamailio", []string{"version.table_version", "location.ruid"}, false},
	{"OpenSIPS", []string{"version.table_version", "location.contact_id"}, false},
	{"FusionPBX", []string{"v_domains", "v_extensions"}, false},
	{"A2Billing", []string{"cc_card", "cc_call"}, false},
}

// productOf is the product whose tables a schema has; nil: none that is known.
func productOf(s *schema.Schema) *product {
	i := slices.IndexFunc(products, func(p product) bool {
		return !slices.ContainsFunc(p.marks, func(mark string) bool { return !hasMark(s, mark) })
	})
	if i < 0 {
		return nil
	}
	return &products[i]
}

func hasMark(s *schema.Schema, mark string) bool {
	table, column, _ := strings.Cut(mark, ".")
	t := s.Table(table)
	return t != nil && (column == "" || t.Column(s.Semantics, column) >= 0)
}

// advice is what there is to do where a database is the product's.
func (p *product) advice() string {
	if p.alembic {
		return "it has an Alembic history of its own, which is to be recorded (assay history record) and named with --history"
	}
	return "it makes its tables without Alembic, so that there is no history to compare them with"
}

// merged makes one finding of those about tables that are a product's, since they are left alone in any case.
func (p *product) merged(found []rules.Finding) []rules.Finding {
	tables := keep(found, func(f rules.Finding) bool { return f.Rule == extraTable })
	if len(tables) < 2 {
		return found
	}
	one := tables[0]
	one.Table, one.Object = "", p.name
	one.Message = fmt.Sprintf("the database is %s's too: %d tables that no revision creates are left alone", p.name, len(tables))
	return append([]rules.Finding{one}, keep(found, func(f rules.Finding) bool { return f.Rule != extraTable })...)
}

const extraTable = "extra-table"
