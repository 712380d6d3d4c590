package main

import (
	"slices"
	"testing"

	"assay/drift"
)

// TestPartOfTree: a tree is recognised by what its tables hold, not by how many there are; tables of another program that are only called so are not.
func TestPartOfTree(t *testing.T) {
	t.Parallel()
	for _, s := range inTurn(t, 1, "") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			db := install(t, s, "22.10.1", "config")
			for _, kept := range [][]string{
				{"ps_endpoints", "ps_aors", "ps_auths", "ps_contacts", "ps_domain_aliases", "ps_endpoint_id_ips"},
				{"ps_endpoints", "ps_aors", "ps_auths"},
				{"ps_aors", "ps_auths"},
			} {
				for _, table := range slices.Backward(db.Tables(t)) { // a key refers from a longer name to a shorter one
					if !slices.Contains(kept, table) {
						db.Exec(t, "DROP TABLE "+table)
					}
				}
				r, _ := reported(t, "infer", db.URL)
				if got := tree(t, r, "config"); got.Verdict != drift.Missing || got.Match == nil {
					t.Errorf("%v: %+v, want it to be a part of the tree", kept, got)
				}
			}
			other := s.Database(t)
			other.Exec(t, "CREATE TABLE queues (name varchar(80), id int, strategy int, weight varchar(5), announce int)",
				"CREATE TABLE extensions (extension varchar(20), password varchar(20), name varchar(50), voicemail varchar(50))")
			r, code := reported(t, "infer", other.URL)
			if got := tree(t, r, "config"); got.Verdict != drift.NotAlembic || code != exitFindings {
				t.Errorf("another program's tables: %+v", got)
			}
		})
	}
}
