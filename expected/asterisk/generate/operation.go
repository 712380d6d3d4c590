package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

// A revision is one line of revisions.jsonl.
type revision struct {
	Tree, Revision, Variant, Slug, Created string
	Ops                                    map[string][]json.RawMessage
}

// An operation is one of a revision's, its fields dependent on what it does.
type operation struct{ raw json.RawMessage }

type column struct {
	Name, Type    string
	Nullable      bool
	AutoIncrement bool
}

type key struct {
	Name    string
	Columns []string
}

// alter is an alter_column; a nil field is one that it leaves as it is.
type alter struct {
	Op, Table, Column       string
	NewName                 *string `json:"new_name"`
	Type, Using, Fails      *string
	Nullable, AutoIncrement *bool
}

// lines returns an operation as the data writes it, a row of fields a line. It refuses what it does not know, down to a single field,
// so that nothing gets lost.
func (o operation) lines() ([][]string, error) {
	var verb struct{ Op string }
	if err := json.Unmarshal(o.raw, &verb); err != nil {
		return nil, err
	}
	rows, err := o.rows(verb.Op)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, o.raw)
	}
	for _, f := range slices.Concat(rows...)[1:] {
		if strings.ContainsAny(f, "\t\n") {
			return nil, fmt.Errorf("a tab or line end in %s", o.raw)
		}
	}
	return rows, nil
}

func (o operation) rows(verb string) ([][]string, error) {
	switch verb {
	case "create_table":
		return o.createTable()
	case "add_column":
		var v struct {
			Op, Table string
			Column    column
		}
		err := o.decode(&v)
		return [][]string{append([]string{verb, v.Table}, v.Column.fields()...)}, err
	case "alter_column":
		return o.alterColumn()
	case "create_index":
		var v struct {
			Op, Table string
			key
			Unique bool
		}
		err := o.decode(&v)
		row := append([]string{verb, v.Table}, v.fields()...)
		if v.Unique {
			row = append(row, "unique")
		}
		return [][]string{row}, err
	case "add_unique", "add_primary_key":
		var v struct {
			Op, Table string
			key
		}
		err := o.decode(&v)
		return [][]string{append([]string{verb, v.Table}, v.fields()...)}, err
	case "add_foreign_key":
		var v struct {
			Op, Table string
			key
			RefTable   string   `json:"ref_table"`
			RefColumns []string `json:"ref_columns"`
		}
		err := o.decode(&v)
		return [][]string{append(append([]string{verb, v.Table}, v.fields()...), v.RefTable, strings.Join(v.RefColumns, ","))}, err
	case "create_type":
		var v struct {
			Op, Name string
			Labels   []string
		}
		err := o.decode(&v)
		return [][]string{{verb, v.Name, schema.QuoteLabels(v.Labels)}}, err
	}
	return o.names(verb)
}

// names returns the operations that name things only.
func (o operation) names(verb string) ([][]string, error) {
	var v struct {
		Op, Table, Name, Column, Kind string
		NewName                       string `json:"new_name"`
	}
	err := o.decode(&v)
	row := []string{verb}
	switch verb {
	case "drop_index", "drop_constraint":
		row = append(row, dash(v.Table), v.Name)
		v.Table, v.Name = "", ""
	case "drop_column":
		row = append(row, v.Table, v.Column)
		v.Table, v.Column = "", ""
	case "drop_column_constraint":
		row = append(row, v.Table, v.Column, v.Kind)
		v.Table, v.Column, v.Kind = "", "", ""
	case "drop_type":
		row = append(row, v.Name)
		v.Name = ""
	case "rename_type":
		row = append(row, v.Name, v.NewName)
		v.Name, v.NewName = "", ""
	default:
		return nil, fmt.Errorf("unknown operation")
	}
	if err == nil && v.Table+v.Name+v.Column+v.Kind+v.NewName != "" {
		err = fmt.Errorf("a field too many")
	}
	return [][]string{row}, err
}

func (o operation) createTable() ([][]string, error) {
	var v struct {
		Op, Table  string
		Columns    []column
		PrimaryKey *key `json:"primary_key"`
		Uniques    []key
	}
	err := o.decode(&v)
	rows := [][]string{{v.Op, v.Table}}
	for _, c := range v.Columns {
		rows = append(rows, append([]string{"", "column"}, c.fields()...))
	}
	if v.PrimaryKey != nil {
		rows = append(rows, append([]string{"", "primary_key"}, v.PrimaryKey.fields()...))
	}
	for _, u := range v.Uniques {
		rows = append(rows, append([]string{"", "unique"}, u.fields()...))
	}
	return rows, err
}

func (o operation) alterColumn() ([][]string, error) {
	var v alter
	err := o.decode(&v)
	row := []string{v.Op, v.Table, v.Column}
	for _, f := range []struct {
		name  string
		value *string
	}{{"name", v.NewName}, {"type", v.Type}, {"using", v.Using}, {"fails", v.Fails}} {
		if f.value != nil {
			row = append(row, f.name+"="+*f.value)
		}
	}
	if v.Nullable != nil {
		row = append(row, map[bool]string{true: "null", false: "not null"}[*v.Nullable])
	}
	if v.AutoIncrement != nil {
		row = append(row, map[bool]string{true: "auto", false: "not auto"}[*v.AutoIncrement])
	}
	return [][]string{row}, err
}

func (o operation) decode(v any) error {
	d := json.NewDecoder(bytes.NewReader(o.raw))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

func (c column) fields() []string {
	f := []string{c.Name, c.Type}
	if !c.Nullable {
		f = append(f, "not null")
	}
	if c.AutoIncrement {
		f = append(f, "auto")
	}
	return f
}

func (k key) fields() []string { return []string{dash(k.Name), strings.Join(k.Columns, ",")} }

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
