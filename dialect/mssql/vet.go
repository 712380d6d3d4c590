package mssql

import (
	"errors"
	"fmt"
	"strings"

	"assay/dialect/narrow"
	"assay/schema"
)

// vetting says what no such server has.
type vetting struct{ narrow.Vetter }

func newVetting() vetting {
	return vetting{narrow.Vetter{
		Language: language, Product: product, Actions: []string{"CASCADE", "SET NULL", "SET DEFAULT"}, Column: vetColumn,
		Ends: func(t narrow.Token) bool {
			return t.Is("GO") || t.Kind == narrow.Word && strings.HasPrefix(t.Said, "@")
		},
	}}
}

func vetColumn(c schema.Column) error {
	if c.Generated == "" && !c.Type.Named {
		t, err := language.Declared(c.Type.String())
		if err != nil || t != c.Type {
			return fmt.Errorf("%q is no type", schema.Excerpt(c.Type.String()))
		}
	}
	if c.Identity != "" {
		return errors.New("this engine has no such properties of columns")
	}
	if c.Sequence != "" {
		q := schema.ParseSequence(c.Sequence)
		if s, err := identityOf(or1(q.Start) + "," + or1(q.Increment)); err != nil || s != c.Sequence {
			return fmt.Errorf("%q counts nothing up", schema.Excerpt(c.Sequence))
		}
	}
	return nil
}

// TooLong is the server's answer to a text that a column does not take.
func (vetting) TooLong(column string, _ schema.Type) *schema.Refusal {
	return narrow.Refuse("2628", "String or binary data would be truncated in column '%s'.", column)
}

// Reserved reports whether a name has to be in brackets where nobody quotes it.
func (vetting) Reserved(name string) bool { return reserved[strings.ToUpper(name)] }

// reserved are the words that T-SQL keeps for itself and that people name things by.
var reserved = words(`ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BROWSE BULK BY CASCADE CASE CHECK CHECKPOINT CLOSE
	CLUSTERED COALESCE
	COLLATE COLUMN COMMIT COMPUTE CONSTRAINT CONTAINS CONTAINSTABLE CONTINUE CONVERT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER
	CURSOR DATABASE DBCC DEALLOCATE DECLARE DEFAULT DELETE DENY DESC DISK DISTINCT DISTRIBUTED DOUBLE DROP DUMP ELSE END ERRLVL ESCAPE EXCEPT EXEC EXECUTE EXISTS
	EXIT EXTERNAL FETCH FILE FILLFACTOR FOR FOREIGN FREETEXT FREETEXTTABLE FROM FULL FUNCTION GOTO GRANT GROUP HAVING HOLDLOCK IDENTITY IDENTITYCOL IDENTITY_INSERT
	IF IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY KILL LEFT LIKE LINENO LOAD MERGE NATIONAL NOCHECK NONCLUSTERED NOT NULL NULLIF OF OFF OFFSETS ON OPEN
	OPENDATASOURCE OPENQUERY OPENROWSET OPENXML OPTION OR ORDER OUTER OVER PERCENT PIVOT PLAN PRECISION PRIMARY PRINT PROC PROCEDURE PUBLIC RAISERROR READ READTEXT
	RECONFIGURE REFERENCES REPLICATION RESTORE RESTRICT RETURN REVERT REVOKE RIGHT ROLLBACK ROWCOUNT ROWGUIDCOL RULE SAVE SCHEMA SECURITYAUDIT SELECT
	SEMANTICKEYPHRASETABLE SEMANTICSIMILARITYDETAILSTABLE SEMANTICSIMILARITYTABLE SESSION_USER SET SETUSER SHUTDOWN SOME STATISTICS SYSTEM_USER TABLE TABLESAMPLE
	TEXTSIZE THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY_CONVERT TSEQUAL UNION UNIQUE UNPIVOT UPDATE UPDATETEXT USE USER VALUES VARYING VIEW
	WAITFOR WHEN WHERE
	WHILE WITH WITHIN WRITETEXT`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
