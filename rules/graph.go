package rules

import "slices"

// These rules are about the graph of revisions that a project's files make; package migrations finds what they are about, and their Check is nil.
var (
	missingParent = &Rule{
		Name: "missing-parent", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a revision comes after one that is not there",
		Why:   "Every command of Alembic stops with KeyError.",
	}
	missingDependency = &Rule{
		Name: "missing-dependency", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a revision depends on one that is not there",
		Why:   "Every command of Alembic stops with KeyError.",
	}
	revisionCycle = &Rule{
		Name: "revision-cycle", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "revisions come after themselves",
		Why:   "Every command of Alembic stops with a cycle.",
	}
	duplicateRevision = &Rule{
		Name: "duplicate-revision", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "two files have one revision id",
		Why:   "Alembic takes one of them, another one on another machine, and the other never runs.",
	}
	refusedRevisionID = &Rule{
		Name: "refused-revision-id", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a revision id holds @, + or -",
		Why:   "Every command of Alembic stops, since these are for relative names.",
	}
	longRevisionID = &Rule{
		Name: "long-revision-id", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a revision id is longer than version_num",
		Why:   "The upgrade does its work and then cannot note it, so that the next one does it again.",
	}
	noRevisionID = &Rule{
		Name: "no-revision-id", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a file sets no revision",
		Why:   "Every command of Alembic stops at it.",
	}
	noDownRevision = &Rule{
		Name: "no-down-revision", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a file sets no down_revision",
		Why:   "Every command of Alembic stops at it.",
	}
	unreadableRevision = &Rule{
		Name: "unreadable-revision", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a file is no Python",
		Why:   "Every command of Alembic stops at it.",
	}
	branchLabelTaken = &Rule{
		Name: "branch-label-taken", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a branch label is that of another revision, or its id",
		Why:   "Every command of Alembic stops at it.",
	}
	severalHeads = &Rule{
		Name: "several-heads", Severity: Warning,
		Of: OfGraph, Since: "0.1",
		Title: "the history has several heads that no labels tell apart",
		Why:   "alembic upgrade head fails, as a rule in the deployment after two branches were merged in Git.",
	}
	severalBases = &Rule{
		Name: "several-bases", Severity: Info,
		Of: OfGraph, Since: "0.1",
		Title: "the history begins several times",
		Why:   "A revision that has lost its down_revision runs before those that make what it needs.",
	}
	notLoaded = &Rule{
		Name: "not-loaded", Severity: Warning,
		Of: OfGraph, Since: "0.1",
		Title: "Alembic does not load a file that holds a revision",
		Why:   "The revision never runs.",
	}
	notStatic = &Rule{
		Name: "not-static", Severity: Info,
		Of: OfGraph, Since: "0.1",
		Title: "only running a file tells its place in the history",
		Why:   "assay does not know that part of the history, and says less of the rest.",
	}
	redundantDependency = &Rule{
		Name: "redundant-dependency", Severity: Info,
		Of: OfGraph, Since: "0.1",
		Title: "a revision depends on one that comes before it in any case",
		Why:   "It does nothing but puzzle people.",
	}
	abbreviatingRevisionID = &Rule{
		Name: "abbreviating-revision-id", Severity: Info,
		Of: OfGraph, Since: "0.1",
		Title: "a revision id is the beginning of another",
		Why:   "Who abbreviates the longer one on the command line gets the shorter.",
	}
	docstringDiffers = &Rule{
		Name: "docstring-differs", Severity: Info,
		Of: OfGraph, Since: "0.1",
		Title: "a docstring says otherwise than the code where the revision stands",
		Why:   "People read the one and Alembic the other.",
	}
	releasedReparented = &Rule{
		Name: "released-reparented", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a released revision comes after others now",
		Why:   "Databases that have run it have another past than its stamp says, and miss what now stands below it.",
	}
	releasedRemoved = &Rule{
		Name: "released-removed", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a released revision is gone",
		Why:   "Databases with that stamp cannot be upgraded any more.",
	}
	releasedEdited = &Rule{
		Name: "released-edited", Severity: Warning,
		Of: OfGraph, Since: "0.1",
		Title: "a released revision does something else now",
		Why:   "One stamp means two schemas, and no upgrade makes them one again.",
	}
	insertedBelowRelease = &Rule{
		Name: "inserted-below-release", Severity: Error,
		Of: OfGraph, Since: "0.1",
		Title: "a new revision stands below released ones",
		Why:   "Databases stamped above it never run it.",
	}
)

// Named returns the rule of that name, those of an upgrade among them; nil: there is none.
func Named(name string) *Rule {
	for _, r := range slices.Concat(All, []*Rule{UpgradeRefused, UpgradeStops, UpgradeData}) {
		if r.Name == name {
			return r
		}
	}
	return nil
}
