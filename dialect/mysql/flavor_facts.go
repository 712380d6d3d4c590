package mysql

// facts answer all questions that begin with "does this server …".
type facts struct {
	// what is stored

	keepsChecks          bool // CHECK constraints; older servers parse and forget them, as TiDB does unless tidb_enable_check_constraint is on
	columnChecks         bool // a CHECK written behind a column belongs to it, is named as it and goes with its next MODIFY
	hasGenerated         bool
	hasFunctionalIndexes bool
	hasInvisibleIndexes  bool
	hasIgnoredIndexes    bool
	ordersIndexes        bool // DESC in an index means something; older servers parse and forget it
	refersInline         bool // REFERENCES behind a column makes a foreign key; elsewhere it is parsed and forgotten
	jsonIsChecked        bool // JSON is a longtext with a collation and a check of its own (MDEV-13916)
	jsonIsText           bool // JSON is only another word for longtext, and nothing distinguishes the two
	saysUTF8MB3          bool // utf8 is known by its new name, in collations too

	// what information_schema shows

	defaultsAreExpressions bool // COLUMN_DEFAULT is SQL text (with NULL for none) and not the bare value
	escapesExpressions     bool // expressions have quotes and backslashes escaped once too often
	listsChecks            bool // there is CHECK_CONSTRAINTS (MariaDB: MDEV-14474)
	levelsOfChecks         bool // which has LEVEL (MDEV-24601)
	listsGenerated         bool // COLUMNS has GENERATION_EXPRESSION
	keepsDictionary        bool // it comes from tables, and not from opening one table after the other
	cachesCounters         bool // AUTO_INCREMENT is as it was up to a day ago

	// what a statement means

	renamesColumns     bool // ALTER TABLE knows RENAME COLUMN
	renamesIndexes     bool // and RENAME INDEX
	literalsForText    bool // TEXT and BLOB take a literal default as it stands; MySQL wants it in parentheses
	implicitTimestamps bool // explicit_defaults_for_timestamp is off by default: a TIMESTAMP without NULL is NOT NULL, and a table's first follows every change
	localtimeIsTime    bool // LOCALTIME is the time of day, as the SQL standard has it (seen on 11.8), and not NOW()
	fillsKeys          bool // a column that only the primary key makes NOT NULL gets a zero as its default
	isLax              bool // the server cuts what does not fit, with a warning, unless told not to (sql_mode is empty by default before 5.7)
	dynamicRows        bool // InnoDB's tables have ROW_FORMAT=DYNAMIC by default
	shortensKeys       bool // an index that need not be unique takes the beginning of a column that is too long, instead of being refused
	hashesKeys         bool // unique keys that are too long are kept as hashes (MDEV-371)

	// how a table is altered

	hasInstant   bool // ALGORITHM=INSTANT is known
	addsLast     bool // a column can be added behind the last without touching the rows
	addsAnywhere bool // or anywhere, or dropped
	movesColumns bool // or moved
	lengthens    bool // a varchar gets longer without touching the rows
	copiesOnline bool // writes go on while a table is copied (MDEV-16329)
}

// findFacts finds the facts of the version.
func (f flavor) findFacts() facts {
	mysql, maria := f.atLeastMySQL, f.atLeastMariaDB
	isMaria, isMySQL, isTiDB := f.isMariaDB(), f.vendor == mySQL, f.vendor == tiDB
	generated := isMaria || mysql(5, 7) || isTiDB
	jsonIsChecked := maria(10, 4, 3)
	return facts{
		keepsChecks:          mysql(8, 0, 16) || maria(10, 2, 1),
		columnChecks:         maria(10, 2, 1),
		hasGenerated:         generated,
		hasFunctionalIndexes: mysql(8, 0, 13) || isTiDB,
		hasInvisibleIndexes:  mysql(8) || isTiDB,
		hasIgnoredIndexes:    maria(10, 6),
		ordersIndexes:        mysql(8) || maria(10, 8),
		refersInline:         mysql(9) || maria(10, 5),
		jsonIsChecked:        jsonIsChecked,
		jsonIsText:           isMaria && !jsonIsChecked,
		saysUTF8MB3:          mysql(8, 0, 30) || maria(10, 6),

		defaultsAreExpressions: maria(10, 2, 7),
		escapesExpressions:     mysql(8),
		listsChecks:            mysql(8, 0, 16) || maria(10, 3, 10),
		levelsOfChecks:         maria(10, 5, 10),
		listsGenerated:         generated && !isMaria || maria(10, 2, 5),
		keepsDictionary:        mysql(8) || isTiDB,
		cachesCounters:         mysql(8),

		renamesColumns:     mysql(8, 0, 3) || maria(10, 5, 2) || isTiDB,
		renamesIndexes:     mysql(5, 7) || maria(10, 5, 2) || isTiDB,
		literalsForText:    isMaria,
		implicitTimestamps: isMySQL && !mysql(8, 0, 2) || isMaria && !maria(10, 10),
		localtimeIsTime:    maria(11, 8),
		fillsKeys:          isMySQL && !mysql(5, 7, 3),
		isLax:              isMySQL && !mysql(5, 7),
		dynamicRows:        mysql(5, 7, 9) || maria(10, 2, 2) || isTiDB,
		shortensKeys:       isMaria,
		hashesKeys:         maria(10, 4),

		hasInstant:   mysql(8, 0, 12) || maria(10, 3, 2),
		addsLast:     mysql(8, 0, 12) || maria(10, 3, 2),
		addsAnywhere: mysql(8, 0, 29) || maria(10, 4),
		movesColumns: maria(10, 4),
		lengthens:    mysql(5, 7) || maria(10, 2, 2),
		copiesOnline: maria(11, 2),
	}
}
