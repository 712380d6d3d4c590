package rules

// These name what is in the way of an upgrade, where it is listed among findings. They are not in [All], since no configuration makes an upgrade run
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
		Why:   "The upgrade stops there; what ran before stays where the server commits each statement by itself, and the next attempt stops at that.",
	}
	UpgradeData = &Rule{
		Name: "upgrade-data", Severity: Error,
		Title: "rows stop the upgrade, or lose something by it",
		Why:   "The upgrade stops at them, or cuts and changes them without a word.",
	}
	UpgradeUnsafe = &Rule{
		Name: "upgrade-unsafe", Severity: Error,
		Title: "the upgrade must not be run",
		Why:   "It would run, and end at another schema than it should.",
	}
)
