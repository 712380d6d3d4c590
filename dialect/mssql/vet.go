package mssql

import (
	"errors"
	"fmt"
	"strings"

	"assay/schema"
)

// A vetter says what no such server has.
type vetter struct{}

// Vet refuses a table of a file that no such server has: what stands in it can reach a script.
func (vetter) Vet(t *schema.Table) error {
	if t.Options != (schema.Options{}) || t.RowFormat != "" {
		return errors.New("this engine has no such options of tables")
	}
	for _, c := range t.Columns {
		if err := vetColumn(c); err != nil {
			return fmt.Errorf("column %q: %w", c.Name, err)
		}
	}
	for _, x := range t.Indexes {
		if err := vetExpression(x.Where); err != nil {
			return fmt.Errorf("index %q: %w", x.Name, err)
		}
		for _, p := range x.Parts {
			if p.Expr != "" || p.Options != "" || p.Prefix != 0 {
				return fmt.Errorf("index %q: this engine has indexes over columns only", x.Name)
			}
		}
	}
	for _, k := range t.Checks {
		if err := vetExpression(k.Expr); err != nil {
			return fmt.Errorf("check %q: %w", k.Name, err)
		}
	}
	for _, f := range t.ForeignKeys {
		for _, action := range []string{f.OnDelete, f.OnUpdate} {
			if action != "" && action != "CASCADE" && action != "SET NULL" && action != "SET DEFAULT" {
				return fmt.Errorf("foreign key %q: %q is no action", f.Name, schema.Excerpt(action))
			}
		}
	}
	return nil
}

func vetColumn(c schema.Column) error {
	if c.Generated == "" && !c.Type.Named {
		t, err := declaredType(c.Type.String())
		if err != nil || t != c.Type {
			return fmt.Errorf("%q is no type", schema.Excerpt(c.Type.String()))
		}
	}
	if c.Collation != "" && !plainName().MatchString(c.Collation) {
		return fmt.Errorf("%q is no collation", schema.Excerpt(c.Collation))
	}
	if c.OnUpdate != "" || c.Charset != "" || c.Identity != "" || c.Check != "" {
		return errors.New("this engine has no such properties of columns")
	}
	if c.Sequence != "" {
		q := schema.ParseSequence(c.Sequence)
		if s, err := identityOf(or1(q.Start) + "," + or1(q.Increment)); err != nil || s != c.Sequence {
			return fmt.Errorf("%q counts nothing up", schema.Excerpt(c.Sequence))
		}
	}
	return errors.Join(vetExpression(c.Default), vetExpression(c.Generated))
}

// vetExpression lets nothing pass but tokens between parentheses that close, with nothing that ends a statement.
func vetExpression(sql string) error {
	tokens, err := scan(sql)
	if err != nil {
		return err
	}
	depth := 0
	for _, t := range tokens {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case t.is(";"), t.is("GO"), t.kind == word && strings.HasPrefix(t.said, "@"):
			depth = -1
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 || strings.Contains(sql, "--") || strings.Contains(sql, "/*") {
		return fmt.Errorf("%q is no expression", schema.Excerpt(sql))
	}
	return nil
}

// VetDefinition refuses every statement: none is read of this engine's objects.
func (vetter) VetDefinition(string) error {
	return errors.New("no statement that makes an object again is read of this engine")
}

// VetServer refuses another product.
func (vetter) VetServer(s schema.Server) error {
	if s.Product != product {
		return fmt.Errorf("%q is no product of this engine", schema.Excerpt(s.Product))
	}
	return nil
}

// TooLong is the server's answer to a text that a column does not take.
func (vetter) TooLong(column string, _ schema.Type) *schema.Refusal {
	return refuse("2628", "String or binary data would be truncated in column '%s'.", column)
}

// Reserved reports whether a name has to be in brackets where nobody quotes it.
func (vetter) Reserved(name string) bool { return reserved[strings.ToUpper(name)] }

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
