package rules

var notCompared = &Rule{
	Name:     "not-compared",
	Severity: Warning,
	Since:    "0.1",
	Title:    "something stands where a table should and could not be compared",
	Why:      "A view can be read by Asterisk, but a revision that alters the table fails on it.",
}
