package main

import (
	"testing"

	"assay/audit"
	"assay/introspect"
	"assay/upgrade"
)

// A pair is an upgrade from one release to another. Both ship the config tree.
type pair struct{ from, to string }

// installed looks at a clean install of a release.
func installed(t testing.TB, known *audit.Library, engine, release string) *audit.Inference {
	t.Helper()
	db, err := known.Install(engine, release)
	if err != nil {
		t.Fatal(err)
	}
	return known.Database(introspect.Source{Engine: engine, Release: release}, db).Infer()
}

// forecastOf predicts an upgrade of the one tree that was looked at.
func forecastOf(t testing.TB, i *audit.Inference, to string) *upgrade.Forecast {
	t.Helper()
	p, err := upgrade.Predict(i, "", to)
	if err != nil {
		t.Fatalf("%s to %s: %v", i.Source, to, err)
	}
	return p.Forecasts[0]
}
