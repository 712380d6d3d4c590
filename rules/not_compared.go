package rules

var notCompared = &Rule{
	Name:     "not-compared",
	Severity: Error,
	Since:    "0.1",
	Title:    "a view, a partition or a foreign table has the name of an expected table, so it was not compared",
	Why:      "Programs can read it, but a revision that alters the table fails on a view, and may fail on a partition or a foreign table.",
	Asterisk: "Asterisk can read it.",
	Bad:      "-- Asterisk 13.38.3\nALTER TABLE ps_globals RENAME TO crm_globals;\nCREATE VIEW ps_globals AS SELECT * FROM crm_globals;",
	Good:     "-- Asterisk 13.38.3\nCREATE VIEW names AS SELECT id FROM ps_endpoints;",
}
