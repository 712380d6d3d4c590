package migrations

import (
	"slices"
	"strings"

	"assay/migrations/python"
)

// judge says what a revision's file does that makes it mean something else one day, or on another machine.
func (h *Revisions) judge(r *Revision, m *python.Module) {
	say := func(rule string, line int, message string) {
		h.flaw(Flaw{Rule: rule, File: r.File, Line: line, Revision: r.ID, Message: message})
	}
	for _, p := range m.Imports() {
		if slices.ContainsFunc(strings.Split(p.Text, "."), func(part string) bool { return part == "models" }) {
			say("revision-imports-models", p.Line, "this revision imports the program's models ("+p.Text+"), which go on changing: one day it asks for columns that are not there yet, or the import fails and every command with it; write the tables that it needs in the file")
			break
		}
	}
	for _, call := range []string{"create_all", "drop_all"} {
		own := slices.ContainsFunc(m.Imports(), func(p python.Place) bool {
			return strings.HasSuffix(p.Text, "declarative_base") || strings.HasSuffix(p.Text, "DeclarativeBase")
		})
		for _, p := range m.Chains("*.metadata." + call) {
			if !own && p.Text != "self" {
				say("revision-creates-all", p.Line, p.Text+".metadata."+call+"() makes or drops what the models say on the day it runs: a new database gets another schema than the old ones, and later revisions stop at what is there already; write out the tables")
			}
		}
	}
	if read := append(m.Chains("os.environ"), m.Chains("os.getenv")...); len(read) > 0 {
		say("revision-reads-environment", read[0].Line, "the environment decides what this revision does: databases with the same stamp can have different schemas, and SQL that was printed elsewhere does something else; decide it in the code")
	}
	if v := m.Argument("batch_alter_table", "recreate"); v.Kind == python.Text && v.Text == "always" {
		say("batch-recreates", v.Line, `batch_alter_table(recreate="always") copies the table, on servers that could alter it too: what SQLAlchemy does not reflect is lost (triggers, grants, partitions), and rows that are written meanwhile; leave recreate to "auto"`)
	}
}
