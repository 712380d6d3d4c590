package rules

var notCompared = &Rule{
	Name:     "not-compared",
	Severity: Warning,
	Since:    "0.1",
	Title:    "something stands where a table should and could not be compared",
	Why:      "A view can be read by Asterisk, but a revision that alters the table fails on it.",
	Bad:      "-- Asterisk 13.38.3\nALTER TABLE ps_globals RENAME TO crm_globals;\nCREATE VIEW ps_globals AS SELECT * FROM crm_globals;",
	Good:     "-- Asterisk 13.38.3\nCREATE VIEW names AS SELECT id FROM ps_endpoints;",
}
