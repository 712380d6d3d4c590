package postgres

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/schema"
)

func formatEnum(c schema.Change) ([]string, error) {
	switch c := c.(type) {
	case schema.CreateEnum:
		return one("CREATE TYPE " + quote(c.Enum.Name) + " AS ENUM (" + strings.Join(literals(c.Enum), ", ") + ")")
	case schema.DropEnum:
		return one("DROP TYPE " + quote(c.Name) + cascade(c.Cascade))
	case schema.RenameEnum:
		if path := schema.NamePath(c.To); len(path) == 2 && path[1] == c.From {
			return one("ALTER TYPE " + quote(c.From) + " SET SCHEMA " + quote(path[0]))
		}
		return one("ALTER TYPE " + quote(c.From) + " RENAME TO " + quote(c.To))
	case schema.AlterEnum:
		return formatAlterEnum(c)
	}
	return nil, fmt.Errorf("unsupported change %T", c)
}

func literals(e schema.Enum) []string {
	labels := schema.SplitLabels(e.Labels)
	for i := range labels {
		labels[i] = literal(labels[i])
	}
	return labels
}

func formatAlterEnum(c schema.AlterEnum) ([]string, error) {
	if c.Edit != nil {
		return one(labelEdit(c.From.Name, *c.Edit))
	}
	from, to := schema.SplitLabels(c.From.Labels), schema.SplitLabels(c.To.Labels)
	var s []string
	kept := 0
	for i, label := range to {
		switch {
		case kept < len(from) && label == from[kept]:
			kept++
		case slices.Contains(from, label):
			return nil, errors.New("the type has to be dropped and created again, since PostgreSQL cannot reorder its labels")
		default:
			s = append(s, labelEdit(c.From.Name, insertion(from, to, kept, i)))
		}
	}
	if kept < len(from) {
		return nil, errors.New("the type has to be dropped and created again, since PostgreSQL cannot remove labels")
	}
	return s, nil
}

// insertion is the edit that puts to[i] in its place, the labels before it and from[kept:] being there.
func insertion(from, to []string, kept, i int) schema.LabelEdit {
	switch {
	case kept == len(from):
		return schema.LabelEdit{Label: to[i]}
	case i == 0:
		return schema.LabelEdit{Label: to[i], Place: schema.BeforeLabel, Other: from[kept]}
	}
	return schema.LabelEdit{Label: to[i], Place: schema.AfterLabel, Other: to[i-1]}
}

func labelEdit(enum string, e schema.LabelEdit) string {
	s := "ALTER TYPE " + quote(enum)
	switch e.Place {
	case schema.LastLabel:
	case schema.BeforeLabel:
		return s + " ADD VALUE " + literal(e.Label) + " BEFORE " + literal(e.Other)
	case schema.AfterLabel:
		return s + " ADD VALUE " + literal(e.Label) + " AFTER " + literal(e.Other)
	case schema.InsteadOfLabel:
		return s + " RENAME VALUE " + literal(e.Other) + " TO " + literal(e.Label)
	}
	return s + " ADD VALUE " + literal(e.Label)
}
