package introspect

import "testing"

// TestIsDump: a statement that alters a table makes no dump, whatever collation it names; what a dump program wrote is one, with a header or without.
func TestIsDump(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"SET NAMES utf8mb4;\nALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;\n":                           false,
		"CREATE TABLE `t` (\n  `a` int\n) ENGINE=InnoDB COLLATE=utf8mb4_0900_ai_ci;\n":                                                 true,
		"CREATE TABLE `t` (\n  `a` int\n);\nalter table `t` add b varchar(9) collate utf8mb4_0900_as_cs;\n":                            false,
		"-- MySQL dump 10.13  Distrib 9.7.0, for Linux (x86_64)\n--\n-- Host: localhost    Database: x\nCREATE TABLE `t` (`a` int);\n": true,
		"--\n-- PostgreSQL database dump\n--\n\nALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n":               true,
	} {
		if got := IsDump([]byte(text)); got != want {
			t.Errorf("%s: a dump: %t, want %t", text, got, want)
		}
	}
}
