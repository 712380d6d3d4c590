package main

import (
	"testing"

	"assay/audit"
	"assay/dialect"
	"assay/drift"
	"assay/expected"
	"assay/schema"
)

// BenchmarkInfer is the inference over all chains of config, statement by statement, against the schema of the newest release.
func BenchmarkInfer(b *testing.B) {
	for _, engine := range []string{"mysql", "postgresql"} {
		b.Run(engine, func(b *testing.B) {
			room, err := dialect.For(schema.Server{Engine: engine})
			if err != nil {
				b.Fatal(err)
			}
			h, err := expected.Asterisk("config", engine, room)
			if err != nil {
				b.Fatal(err)
			}
			head := h.Newest()
			got, err := expected.Position{Chain: head, At: len(head.Revisions) - 1}.Schema(room.Semantics())
			if err != nil {
				b.Fatal(err)
			}
			lines := make([][]*expected.Revision, len(h.Chains))
			for i, c := range h.Chains {
				lines[i] = c.Revisions
			}
			b.ReportAllocs()
			for b.Loop() {
				if m := drift.Infer(lines, got); m[0].Distance != (drift.Distance{}) {
					b.Fatalf("inferred %+v", m[0])
				}
			}
		})
	}
}

// BenchmarkForecast predicts the upgrade of an old series, which lacks eleven revisions and is stopped, and that of a recent one, which is clean.
func BenchmarkForecast(b *testing.B) {
	for _, engine := range []string{"mysql", "postgresql"} {
		known := audit.BuiltIn([]string{"config"})
		if err := known.Load(schema.Server{Engine: engine}); err != nil {
			b.Fatal(err)
		}
		for _, release := range []string{"13.38.3", "21.5.0"} {
			s := installed(b, known, engine, release)
			b.Run(engine+"/"+release, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					forecastOf(b, s, "22.10.1")
				}
			})
		}
	}
}

// BenchmarkLoad is the loading of the embedded history of config.
func BenchmarkLoad(b *testing.B) {
	for _, engine := range []string{"mysql", "postgresql"} {
		b.Run(engine, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				room, err := dialect.For(schema.Server{Engine: engine})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := expected.Asterisk("config", engine, room); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
