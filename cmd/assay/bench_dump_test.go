package main

import (
	"fmt"
	"strings"
	"testing"

	"assay/audit"
	"assay/dialect"
	"assay/introspect"
)

// BenchmarkDump reads a dump of 10,000 tables, each with a key and an index.
func BenchmarkDump(b *testing.B) {
	const tables = 10_000
	for engine, of := range map[string]func(i int) string{"mysql": mysqlTable, "postgresql": postgresTable} {
		b.Run(engine, func(b *testing.B) {
			var text strings.Builder
			for i := range tables {
				text.WriteString(of(i))
			}
			b.ReportAllocs()
			for b.Loop() {
				db, err := introspect.ReadDump(introspect.Source{Path: "dump.sql"}, []byte(text.String()), dialect.Recognise, audit.Speaker)
				if err != nil || len(db.Schema.Tables) != tables {
					b.Fatal(err)
				}
			}
		})
	}
}

func mysqlTable(i int) string {
	return fmt.Sprintf("CREATE TABLE `t%d` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  `a` varchar(40) DEFAULT NULL,\n  `b` enum('x','y') DEFAULT 'x',\n  PRIMARY KEY (`id`),\n"+
		"  KEY `a` (`a`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;\n", i)
}

func postgresTable(i int) string {
	return fmt.Sprintf("CREATE TABLE public.t%d (\n    id integer NOT NULL,\n    a character varying(40),\n    b text DEFAULT 'x'::text\n);\n"+
		"ALTER TABLE ONLY public.t%[1]d ADD CONSTRAINT t%[1]d_pkey PRIMARY KEY (id);\nCREATE INDEX t%[1]d_a ON public.t%[1]d USING btree (a);\n", i)
}
