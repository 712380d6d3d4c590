package rules

// These name what blocks an upgrade, where it is listed among findings. They are not in [All], since no configuration makes an upgrade run
// that the server stops.
var (
	UpgradeRefused = &Rule{
		Name: "upgrade-refused", Severity: Error,
		Title: "Alembic does nothing at all",
		Why:   "The upgrade ends before its first statement, and the database stays as it is.",
	}
	UpgradeStops = &Rule{
		Name: "upgrade-stops", Severity: Error,
		Title: "the server refuses a statement of the upgrade",
		Why:   "The upgrade fails there. On servers that commit each statement by itself, what ran before stays, and the next attempt fails at that.",
	}
	UpgradeData = &Rule{
		Name: "upgrade-data", Severity: Error,
		Title: "rows make the upgrade fail, or lose something",
		Why:   "The upgrade fails at them, or cuts or changes them silently.",
	}
	UpgradeUnsafe = &Rule{
		Name: "upgrade-unsafe", Severity: Error,
		Title: "the upgrade must not be run",
		Why:   "It would run, and end at a different schema than it should.",
	}
)
