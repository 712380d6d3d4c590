package rules

var notCompared = &Rule{
	Name:     "not-compared",
	Severity: Error,
	Since:    "0.1",
	Title:    "a view has the name of an expected table, so it was not compared",
	Why:      "Programs can read the view, but a revision that alters the table fails on it.",
	Asterisk: "Asterisk can read the view.",
	Bad:      "-- Asterisk 13.38.3\nALTER TABLE ps_globals RENAME TO crm_globals;\nCREATE VIEW ps_globals AS SELECT * FROM crm_globals;",
	Good:     "-- Asterisk 13.38.3\nCREATE VIEW names AS SELECT id FROM ps_endpoints;",
}
