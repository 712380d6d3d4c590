package report

import (
	"testing"

	"assay/result"
)

// TestFleetTitle: the first line says what a group is, and that some databases are not in it.
func TestFleetTitle(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]*result.Fleet{
		"1 database":                                        {Databases: 1, Groups: make([]result.Group, 1)},
		"2 databases, all alike":                            {Databases: 2, Groups: make([]result.Group, 1)},
		"2 databases, no two alike":                         {Databases: 2, Groups: make([]result.Group, 2)},
		"5 databases in 3 groups of those that are alike":   {Databases: 5, Groups: make([]result.Group, 3)},
		"no database was judged; 3 not known, see below":    {Unknown: []result.Unknown{{Databases: []string{"a", "b"}}, {Databases: []string{"c"}}}},
		"2 databases, no two alike; 1 not known, see below": {Databases: 2, Groups: make([]result.Group, 2), Unknown: []result.Unknown{{Databases: []string{"a"}}}},
	} {
		if got := fleetTitle(f); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
