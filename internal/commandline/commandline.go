// Package commandline makes of kong's model of a command line what kong does not: the manual page, what a shell can complete, and errors that say what to
// type instead and quote nothing that may be a password.
package commandline
