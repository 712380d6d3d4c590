package rules

var stampPartial = &Rule{
	Name:     "stamp-partial",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "a revision was applied only in part",
	Why:   "MySQL commits each statement by itself: an upgrade that stopped can neither go on nor go back.",
	Bad:   "-- Asterisk 20.19.0, on MySQL\nALTER TABLE ps_endpoints ADD COLUMN rtp_port_start INT;",
	Good:  "-- Asterisk 20.19.0, on MySQL\nALTER TABLE ps_endpoints ADD COLUMN note VARCHAR(80);",
}
