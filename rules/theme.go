package rules

// A Theme is a heading under which rules are read together.
type Theme struct {
	Title string
	Rules []*Rule
}

// Themes are all rules by what they are about, in the order in which people meet them.
func Themes() []Theme {
	return []Theme{
		{"The stamp: where a database says that it is", []*Rule{
			stampMissing, stampEmpty, stampAhead, stampBehind, stampOneBehind, stampPartial, skippedRevision, stampUnknown, stampNewer, stampOtherTree,
			stampOtherLineage,
			stampAbbreviated, stampMisspelled, stampSeveral, stampShadowed, stampPlainTable, notAlembic,
		}},
		{"Drift: tables", []*Rule{missingTable, extraTable, notCompared, rowSecurity, tableCharset, storageEngine}},
		{"Drift: columns", []*Rule{
			missingColumn, extraColumn, renamedColumn, typeNarrower, typeWider, typeChanged, nullability, defaultDiffers, autoIncrement, generated, columnCollation,
			counterOptions, columnInvisible, columnComment, columnPlace,
		}},
		{"Drift: values of enumerations, and enum types", []*Rule{enumLabelMissing, enumLabelExtra, enumLabelOrder, missingType, extraType, renamedType}},
		{"Drift: what is beside tables", []*Rule{missingObject, objectDiffers}},
		{"Drift: keys, indexes and checks", []*Rule{
			missingPrimaryKey, extraPrimaryKey, missingUnique, extraUnique, missingIndex, extraIndex, indexName, missingForeignKey, extraForeignKey,
			missingCheck, extraCheck,
			constraintName, optionDiffers, cosmeticDiffers,
		}},
		{"What the Asterisk in use needs", []*Rule{needsTable, needsColumn, needsType}},
		{"A schema by itself: keys and indexes", []*Rule{
			noPrimaryKey, duplicateIndex, redundantIndex, invalidIndex, foreignKeyWithoutIndex, foreignKeyType, foreignKeyCollation, foreignKeyTarget,
			duplicateForeignKey,
			constraintNotValid, checkNotEnforced,
		}},
		{"A schema by itself: columns, texts and names", []*Rule{
			columnTypesDiffer, collationsDiffer, utf8mb3, tooLongForUTF8MB4, zeroDate, nullTextDefault, timestampOnUpdate, counterNearLimit, sequenceNotOwned,
			sequenceLeftBehind, unusedEnum,
			reservedWord, namesDifferByCase,
		}},
		{"A schema by itself: tables", []*Rule{tableTooLarge, unsafeEngine, unloggedTable, disabledTrigger}},
		{"A project's files: what stops Alembic", []*Rule{
			missingParent, missingDependency, revisionCycle, duplicateRevision, refusedRevisionID, longRevisionID, noRevisionID, noDownRevision, unreadableRevision,
			branchLabelTaken,
		}},
		{"A project's files: what was released", []*Rule{releasedReparented, releasedRemoved, releasedEdited, insertedBelowRelease}},
		{"A project's files: what Alembic accepts without a word", []*Rule{
			severalHeads, severalBases, notLoaded, notStatic, redundantDependency, abbreviatingRevisionID, docstringDiffers, revisionImportsModels, revisionCreatesAll,
			revisionReadsEnvironment, batchRecreates,
		}},
		{"Migrations: what is lost", []*Rule{
			dropDatabase, dropTable, discardTablespace, dropColumn, dropColumnKey, dropPartition, truncateTable, truncateCascade, deleteAllRows, updateAllRows,
			dropPrimaryKey, primaryKeyLost, dropUnique,
			dropCascade, conversionLoses, charsetLoses, modifyLoses, implicitZero, enumReordered,
		}},
		{"Migrations: what fails", []*Rule{
			statementNotUnderstood, statementRefused, algorithmRefused, failsInTransaction, enumValueInTransaction, enumCreatedTwice, notNullWithoutDefault,
			setNotNull, uniqueOverRows,
			primaryKeyOverRows, checkOverRows, foreignKeyOverRows, conversionMayFail, enumValueRemoved, guessedName, unnamedConstraint, notResumable, dataWithDDL,
			transactionLeftOpen, constraintForgotten, nameCut,
		}},
		{"Migrations: what locks, on PostgreSQL", []*Rule{
			lockTimeoutMissing, workUnderLock, indexNotConcurrent, dropIndexNotConcurrent, reindexNotConcurrent, refreshNotConcurrent,
			detachNotConcurrent, constraintScans, domainScans,
			validateInSameTransaction, constraintBuildsIndex, exclusionConstraint, setNotNullScans, typeRewrites, columnRewrites, tableRewrites, partitionScans,
			vacuumFull,
		}},
		{"Migrations: what locks, on MySQL and MariaDB", []*Rule{alterCopies, foreignKeyCopies, indexBlocksWrites, alterRebuilds, alterRepeated}},
		{"Migrations: what locks, on SQL Server and Oracle", []*Rule{statementBlocks}},
		{"Migrations: what programs that run stumble over", []*Rule{
			renameTable, renameObject, renameColumn, renameEnumValue, dropObject, dropNotNull, triggerDisabled, rowSecurityEnabled,
		}},
		{"Histories: the way back, the other engine, and the models", []*Rule{
			downgradeNotInverse, sidesDiffer, modelsAhead, modelsBehind, modelsDiffer, emptyRevision, enumLeaked, unusedSuppression,
		}},
	}
}
