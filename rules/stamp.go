package rules

// The rules about stamps, and about what can not be compared. Their findings come from what stamp and schema say together, not from a change.
var (
	stampMissing = &Rule{
		Name: "stamp-missing", Severity: Error,
		Title: "the database has no version stamp",
		Why:   "Alembic takes it for empty: the next upgrade begins at the base and fails at the first CREATE TABLE.",
	}
	stampAhead = &Rule{
		Name: "stamp-ahead", Severity: Error,
		Title: "the stamp claims revisions whose changes are not there",
		Why:   "Alembic believes that they were applied and will never apply them.",
	}
	stampBehind = &Rule{
		Name: "stamp-behind", Severity: Error,
		Title: "the schema has changes of revisions that the stamp does not claim",
		Why:   "The next upgrade applies them again and stops at the first column that is there already.",
	}
	stampUnknown = &Rule{
		Name: "stamp-unknown", Severity: Error,
		Title: "no release has a revision of the stamped id",
		Why:   "Alembic refuses to start: it can't locate the revision.",
	}
	stampSeveral = &Rule{
		Name: "stamp-several", Severity: Error,
		Title: "the version table has more than one row",
		Why:   "Alembic refuses to start: the version table has more than one head present.",
	}
	stampPartial = &Rule{
		Name: "stamp-partial", Severity: Error,
		Title: "a revision was applied only in part",
		Why:   "MySQL commits each statement by itself: an upgrade that stopped can neither go on nor go back.",
	}
	stampOtherLineage = &Rule{
		Name: "stamp-other-lineage", Severity: Error,
		Title: "the stamp means another schema in the release that is to run on this database",
		Why:   "Release series ship revisions of one id with different contents or a different past: Alembic sees a known stamp and does nothing.",
	}
	stampShadowed = &Rule{
		Name: "stamp-shadowed", Severity: Error,
		Title: "a plain alembic_version stands beside the tree's own version table",
		Why:   "Asterisk's scripts try to rename it, log an error, upgrade nothing and exit 0: a CI job stays green.",
	}
	notAlembic = &Rule{
		Name: "not-alembic", Severity: Error,
		Title: "the schema is none that an Alembic history knows",
		Why:   "There is nothing to compare it with.",
	}
	notCompared = &Rule{
		Name: "not-compared", Severity: Warning,
		Title: "something stands where a table should and could not be compared",
		Why:   "A view can be read by Asterisk, but a revision that alters the table fails on it.",
	}
)
