package rules

var modelsBehind = &Rule{
	Name: "models-behind", Severity: Error, Milder: true, Of: OfHistory, Since: "0.1",
	Title: "the revisions make what no model has",
	Why: "The program does not know it. A column that must be given a value (NOT NULL, no default) makes every INSERT of the models fail; a unique key or a foreign key refuses " +
		"rows that the models take for right. The rest is harmless, until alembic revision --autogenerate drops it.",
	Bad: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY, note VARCHAR(40) NOT NULL);\n\n" + stampA1 +
		"-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n",
	Good: "-- Running upgrade  -> a1\n\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n\n" + stampA1 + "-- then\n\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n",
}
