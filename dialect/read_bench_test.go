package dialect_test

import (
	"testing"
	"time"

	"assay/dialect"
	"assay/internal/lab"
	"assay/schema"
)

// BenchmarkRead reads 500 tables, and 125, in turns: linear is a ratio of about 4. The fastest count, since nothing but other work makes a reading slower.
func BenchmarkRead(b *testing.B) {
	for _, server := range append(lab.MySQL(b), lab.Postgres(b)...) {
		b.Run(server.Name, func(b *testing.B) {
			few, many := server.Database(b), server.Database(b)
			few.Rich(b, 125)
			many.Rich(b, 500)
			fastest := map[*lab.Database]time.Duration{}
			round := func() {
				for _, db := range []*lab.Database{few, many} {
					if took := reading(b, server.Server, db.Target); fastest[db] == 0 || took < fastest[db] {
						fastest[db] = took
					}
				}
			}
			for b.Loop() {
				round()
			}
			for range 5 { // one round tells nothing
				round()
			}
			b.ReportMetric(0, "ns/op") // that of a round
			b.ReportMetric(float64(fastest[many].Microseconds())/1000, "ms")
			b.ReportMetric(float64(fastest[many])/float64(fastest[few]), "ratio")
		})
	}
}

func reading(b *testing.B, server schema.Server, t schema.Target) time.Duration {
	b.Helper()
	began := time.Now()
	if _, err := dialect.Read(b.Context(), server.Engine, t); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
