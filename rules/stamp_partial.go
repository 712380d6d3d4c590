package rules

var stampPartial = &Rule{
	Name:     "stamp-partial",
	Severity: Error,
	Of:       OfStamps, Since: "0.1",
	Title: "a revision was applied only in part",
	Why:   "MySQL and MariaDB commit each statement by itself: an upgrade that failed can neither continue nor be undone.",
	Bad:   "-- Asterisk 20.19.0, on MySQL\nALTER TABLE ps_endpoints ADD COLUMN rtp_port_start INT;",
	Good:  "-- Asterisk 20.19.0, on MySQL\nALTER TABLE ps_endpoints ADD COLUMN note VARCHAR(80);",
}
