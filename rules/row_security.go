package rules

var rowSecurity = &Rule{
	Name:     "row-security",
	Severity: Error,
	Since:    "0.1", Engines: []string{"postgresql"},
	Title:    "row security hides rows from a role that may read the table",
	Why:      "Row security without a policy that lets rows through shows none to anybody but the table's owner, without an error: the table looks empty.",
	Asterisk: "Endpoints, accounts and contacts that Asterisk cannot see do not exist for it: phones cannot register, calls are refused.",
	Bad:      "-- Asterisk 22.10.1, on PostgreSQL\nGRANT SELECT ON ps_auths TO PUBLIC;\nALTER TABLE ps_auths ENABLE ROW LEVEL SECURITY;",
	Good: "-- Asterisk 22.10.1, on PostgreSQL\nGRANT SELECT ON ps_auths TO PUBLIC;\nALTER TABLE ps_auths ENABLE ROW LEVEL SECURITY;\n" +
		"CREATE POLICY everybody ON ps_auths USING (true);",
}
