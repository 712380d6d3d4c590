// Package migrations reads what the files of an Alembic project say, without running any of it: its configuration, and the graph of the revisions
// in its versions folders. It knows as well what Alembic refuses, warns of or does in silence with such a graph.
//
// What only Python can tell, such as a revision's id that a function computes, is said to be not static and left out.
package migrations
