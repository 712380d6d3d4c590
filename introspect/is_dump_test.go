package introspect

import "testing"

// TestIsDump: what a dump program wrote is a dump; without its header, what makes tables may be one, and what alters a table is none, whatever collation it names.
func TestIsDump(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"SET NAMES utf8mb4;\nALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;\n":                           "none",
		"CREATE TABLE `t` (\n  `a` int\n) ENGINE=InnoDB COLLATE=utf8mb4_0900_ai_ci;\n":                                                 "may be",
		"CREATE TABLE `t` (\n  `a` int\n);\nalter table `t` add b varchar(9) collate utf8mb4_0900_as_cs;\n":                            "none",
		"-- MySQL dump 10.13  Distrib 9.7.0, for Linux (x86_64)\n--\n-- Host: localhost    Database: x\nCREATE TABLE `t` (`a` int);\n": "dump",
		"--\n-- PostgreSQL database dump\n--\n\nALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n":               "dump",
	} {
		got := "none"
		if MayBeDump([]byte(text)) {
			got = "may be"
		}
		if IsDump([]byte(text)) {
			got = "dump"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
