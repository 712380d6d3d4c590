package introspect_test

import (
	"strings"
	"testing"

	"assay/dialect"
	"assay/introspect"
)

// FuzzDump: whatever stands in a file, reading it ends, and an error names the file in one sentence.
func FuzzDump(f *testing.F) {
	for _, seed := range []string{
		"-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB\n-- Server version\t10.11.6-MariaDB\nCREATE TABLE `a` (`id` int(11) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB;\nINSERT INTO `alembic_version` VALUES ('x');\n-- Dump completed\n",
		"-- PostgreSQL database dump\nCREATE TABLE public.a (id integer NOT NULL);\nCOPY public.alembic_version (version_num) FROM stdin;\nx\n\\.\nALTER TABLE ONLY public.a ADD CONSTRAINT k PRIMARY KEY (id);\n-- PostgreSQL database dump complete\n",
		"/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50001 VIEW `v` AS select 1 */;\nDELIMITER ;;\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN END;;\n",
		"CREATE TYPE e AS ENUM ('a');CREATE TABLE t (e e) PARTITION BY RANGE (e);ALTER TABLE ONLY t ATTACH PARTITION u FOR VALUES FROM (1) TO (2);",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, postgres bool) {
		source := introspect.Source{Path: "dump.sql", Engine: "mysql"}
		if postgres {
			source.Engine = "postgresql"
		}
		db, err := introspect.ReadDump(source, []byte(text), dialect.Recognise, speak)
		if err == nil && len(db.Schema.Tables) == 0 {
			t.Error("a database without tables")
		}
		if err != nil && (!strings.HasPrefix(err.Error(), "dump.sql:") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("the error is %q", err)
		}
	})
}
