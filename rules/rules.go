// Package rules judges: what a comparison found, a schema by itself, the statements of migrations. It says what that means for those who run the database, and
// how bad it is.
//
// A rule is one page: a [Rule] in a file of its own, and one line in [All]. All rules share one name space of kebab-case names, which are stable and are
// never used again for something else. Files of rules that judge no drift begin with what they judge: stamp_, graph_, schema_, migration_.
package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A Severity says how bad a finding is.
type Severity int

// The severities.
const (
	Info    Severity = iota // the administrator's own business
	Warning                 // a feature is lost or slow, or a later upgrade may be
	Error                   // calls fail, rows are lost, or the next upgrade stops
)

var severityNames = [...]string{"info", "warning", "error"}

// String returns the name by which users choose the severity.
func (s Severity) String() string { return severityNames[s] }

// MarshalText implements [encoding.TextMarshaler].
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, ok := ParseSeverity(string(text))
	if !ok {
		return fmt.Errorf("no severity is called %q", text)
	}
	*s = parsed
	return nil
}

// ParseSeverity returns the severity of that name, and whether there is one.
func ParseSeverity(name string) (Severity, bool) {
	i := slices.Index(severityNames[:], name)
	return Severity(max(i, 0)), i >= 0
}

// A Finding is one thing that is not as it should be.
type Finding struct {
	Rule     string
	Severity Severity
	// Table and Object name what it is about; Object is empty for a whole table, Table for an enum type.
	Table, Object string
	// Want and Got describe what was expected and what was found, in the engine's words; empty: nothing.
	Want, Got string
	// Revision set what was expected; Release shipped it first. Empty where no revision did.
	Revision, Release string
	Message           string
	// Fix are the changes that end it; none where assay leaves it alone.
	Fix []schema.Change
	// Statements are SQL that ends it and that no schema change can say, as for a stamp.
	Statements []string
	// File and Line are where it stands, for what is found in a text; Line 0: the file as a whole.
	File string
	Line int
	// Statement is the SQL that it is about; empty: it is about no single one, or File shows it on Line.
	Statement string
	// Inherited reports that it is so in the expected revision as well.
	Inherited bool
}

// Origins is what the history knows of an object.
type Origins interface {
	// SetBy returns the revision that last set the object as it is expected; the zero Origin if none did.
	SetBy(schema.Object) schema.Origin
	// MadeBy returns a revision that makes such an object in some lineage; the zero Origin if none does.
	MadeBy(schema.Object) schema.Origin
	// PendingMake returns the next revision that will make the object, and PendingTouch the next one that will change it or
	// anything in it, when the database is upgraded; the zero Origin if none will.
	PendingMake(schema.Object) schema.Origin
	PendingTouch(schema.Object) schema.Origin
	// Pending returns the next revision that will make such a change.
	Pending(is func(schema.Change) bool) schema.Origin
}

// A Pass is what rules judge: one comparison of one tree.
type Pass struct {
	Tree      string
	Want, Got *schema.Schema
	Origins   Origins
	Usage     Usage
	Runs      Runs
}

// A Rule knows one kind of finding.
type Rule struct {
	Name string
	// Severity is the worst that the rule gives.
	Severity Severity
	Milder   bool   // there is a case in which it is milder; of drift and stamps that goes without saying: see [Rule.Worst]
	Title    string // a phrase: what is so
	Why      string // what it does to those who run the database, whatever uses it
	// Asterisk says what Asterisk does with it; empty: nothing more. It is of no use to those who run another project's database: see [Rule.Reason].
	Asterisk string
	// Of says what it judges, and Engines on which databases it can find anything; nil: on all.
	Of      Subject
	Engines []string
	// Live reports that only a live database shows it: no dump, nor SQL.
	Live bool
	// Kind is what its findings are about in a table; empty: a column, or the table where they name nothing in it.
	Kind schema.ObjectKind
	// Since is the release of assay that had the rule first.
	Since string
	// Bad is an example in which the rule finds something, and Good the same without: SQL, or what a revision's file says. In SQL of migrations, what is there
	// before stands above a line "-- then".
	Bad, Good string
	// Check judges one change that would mend the schema; ok is false where the rule has nothing to say about it.
	// It is nil for rules about stamps and graphs of revisions, which are found elsewhere, and for those of [Needs].
	Check func(p *Pass, c schema.Change) (f Finding, ok bool)
	lacks func(p *Pass, n *need) (f Finding, ok bool) // judges one need
	// Design judges a schema by itself, Statement the statement that a walk is at, and Script the revision that it has come to the end of.
	Design    func(*Design) []Finding
	Statement func(*Walk) []Finding
	Script    func(*Walk) []Finding
}

// All lists the rules.
var All = []*Rule{
	missingTable, extraTable,
	missingColumn, extraColumn, renamedColumn,
	typeNarrower, typeWider, typeChanged,
	enumLabelMissing, enumLabelExtra, enumLabelOrder,
	nullability, defaultDiffers, autoIncrement, counterOptions, generated, columnCollation, columnInvisible, columnComment, columnPlace,
	missingPrimaryKey, extraPrimaryKey, missingUnique, extraUnique, missingIndex, extraIndex, indexName,
	missingForeignKey, extraForeignKey, missingCheck, extraCheck, constraintName, optionDiffers, cosmeticDiffers,
	missingType, extraType, renamedType,
	tableCharset, storageEngine,
	needsTable, needsColumn, needsType,
	stampMissing, stampEmpty, stampAhead, stampBehind, stampOneBehind, stampUnknown, stampOtherTree, stampNewer, stampAbbreviated, stampMisspelled,
	stampSeveral, stampPartial, stampOtherLineage, stampShadowed, stampPlainTable, skippedRevision,
	notAlembic, notCompared, missingObject, objectDiffers, rowSecurity,
	missingParent, missingDependency, revisionCycle, duplicateRevision, refusedRevisionID, longRevisionID, noRevisionID, noDownRevision, unreadableRevision,
	branchLabelTaken, severalHeads, severalBases, notLoaded, notStatic, redundantDependency, abbreviatingRevisionID, docstringDiffers,
	releasedReparented, releasedRemoved, releasedEdited, insertedBelowRelease,
	noPrimaryKey,
	dropTable, indexNotConcurrent, unusedSuppression,
	duplicateIndex, redundantIndex, foreignKeyWithoutIndex, foreignKeyType, foreignKeyCollation, foreignKeyTarget, duplicateForeignKey,
	constraintNotValid, checkNotEnforced, collationsDiffer, columnTypesDiffer, unsafeEngine, utf8mb3, tooLongForUTF8MB4, tableTooLarge, zeroDate, nullTextDefault,
	timestampOnUpdate, reservedWord, namesDifferByCase, unusedEnum, counterNearLimit, sequenceNotOwned, sequenceLeftBehind, invalidIndex, unloggedTable,
	disabledTrigger,
	dropIndexNotConcurrent, reindexNotConcurrent, failsInTransaction, constraintScans, validateInSameTransaction, constraintBuildsIndex, exclusionConstraint,
	setNotNullScans, typeRewrites, columnRewrites, workUnderLock, lockTimeoutMissing, vacuumFull, tableRewrites, partitionScans, transactionLeftOpen,
	refreshNotConcurrent, truncateCascade,
	enumValueInTransaction,

	dropDatabase, discardTablespace, dropColumn, dropColumnKey, dropPartition, truncateTable, deleteAllRows, updateAllRows, dropPrimaryKey, dropUnique,
	dropCascade,
	conversionMayFail, conversionLoses, enumValueRemoved, enumReordered, charsetLoses,
	renameTable, renameObject, dropObject, triggerDisabled, rowSecurityEnabled, detachNotConcurrent, dropNotNull, renameColumn, renameEnumValue,
	downgradeNotInverse, sidesDiffer, modelsAhead, modelsBehind, modelsDiffer, revisionImportsModels, revisionCreatesAll, revisionReadsEnvironment, batchRecreates,
	statementNotUnderstood, statementRefused, enumCreatedTwice, enumLeaked, emptyRevision, unnamedConstraint, guessedName,
	notNullWithoutDefault, implicitZero, setNotNull, uniqueOverRows, primaryKeyOverRows, checkOverRows, foreignKeyOverRows,
	alterCopies, foreignKeyCopies, alterRebuilds, alterRepeated, indexBlocksWrites, algorithmRefused, statementBlocks,
	primaryKeyLost, modifyLoses, notResumable, dataWithDDL, constraintForgotten, nameCut, domainScans,
}

// Reason says what the rule is for: with what Asterisk does, where the findings are of a database of Asterisk's.
func (r *Rule) Reason(asterisk bool) string {
	if !asterisk || r.Asterisk == "" {
		return r.Why
	}
	return r.Why + " " + r.Asterisk
}

// OfStamp reports whether the rule of that name is about where a database says that it is, not about an object in it.
func OfStamp(rule string) bool {
	return strings.HasPrefix(rule, "stamp-") || rule == skippedRevision.Name || rule == notAlembic.Name
}

// Check judges all changes: the findings by table, the worst first, in a stable order.
func Check(p *Pass, changes []schema.Change) []Finding {
	var found []Finding
	for _, g := range groupsOf(p, changes) {
		for _, r := range All {
			if r.Check == nil {
				continue
			}
			if f, ok := r.Check(p, g.lead); ok {
				found = append(found, p.complete(r, g, f))
			}
		}
	}
	Sort(found)
	return found
}

// complete fills in what every rule would say alike.
func (p *Pass) complete(r *Rule, g group, f Finding) Finding {
	o := g.lead.Object()
	if add, ok := g.lead.(schema.AddIndex); ok && o.Name == "" {
		o.Name = add.Index.On()
	}
	f.Rule = r.Name
	f.Severity = min(f.Severity, p.Usage.Ceiling(p.Tree))
	f.Table = cmp.Or(f.Table, o.Table)
	f.Object = cmp.Or(f.Object, o.Name)
	if _, options := g.lead.(schema.AlterTable); f.Revision == "" && f.Want != "" && !options { // no revision sets options
		by := p.Origins.SetBy(o)
		f.Revision, f.Release = by.Revision, by.Release
	}
	if f.Fix == nil {
		f.Fix = g.all
	}
	return p.spared(o, f)
}

// spared makes what is found in a table milder that nobody uses, unless a revision to come stumbles over it.
func (p *Pass) spared(o schema.Object, f Finding) Finding {
	if p.Usage.uses(f.Table) || f.Severity == Info || p.Origins.PendingTouch(o).Revision != "" || p.Origins.PendingMake(o).Revision != "" {
		return f
	}
	f.Severity = Info
	f.Message += fmt.Sprintf("; but %s does not use the table here", p.Usage.Name())
	return f
}

// Sort orders findings: stamps first, then by table, within a table the worst first.
func Sort(found []Finding) {
	worst := map[string]Severity{}
	for _, f := range found {
		worst[f.Table] = max(worst[f.Table], f.Severity)
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(worst[b.Table], worst[a.Table]),
			cmp.Compare(a.Table, b.Table),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Object, b.Object),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
}

// Names are those of all rules.
func Names() []string {
	names := make([]string, len(All))
	for i, r := range All {
		names[i] = r.Name
	}
	return names
}

// Choose returns the rules that judge such a thing, can find something on an engine, and can be so severe; an empty word chooses among none.
func Choose(judges, engine, severity string) []*Rule {
	least, _ := ParseSeverity(severity)
	return slices.DeleteFunc(slices.Clone(All), func(r *Rule) bool {
		return judges != "" && r.Of.String() != judges || engine != "" && !r.On(engine) || severity != "" && r.Severity < least
	})
}

// Named returns the rule of that name, those of an upgrade among them; nil: there is none.
func Named(name string) *Rule {
	for _, r := range slices.Concat(All, []*Rule{UpgradeRefused, UpgradeStops, UpgradeData, UpgradeUnsafe}) {
		if r.Name == name {
			return r
		}
	}
	return nil
}
