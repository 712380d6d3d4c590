package rules

import "assay/schema"

const ofAView = "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY);\nCREATE VIEW v AS SELECT id FROM t;\n\n" + stampA1 + "-- then\n\n"

var missingObject = &Rule{
	Name:     "missing-object",
	Severity: Error,
	Since:    "0.9",
	Title:    "a view, trigger, routine or another object beside the tables is missing that a revision made",
	Why: "What programs or other objects read it for fails, and what a trigger did is no longer done, without an error. " +
		"A history of SQL tells of views, triggers, routines and events; a recording tells of sequences, domains, extensions, policies and the like too.",
	Bad:  ofAView + "DROP VIEW v;\n",
	Good: ofAView + "CREATE VIEW own AS SELECT id FROM t;\n",
	Kind: schema.ObjectKind("object"),
}
