package commandline

import (
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Grammar is what a command line is read by: a pointer to all commands or, where its first word names one that asks for no other, to a struct of that one
// alone. kong spends 8 ms on all of them, half of the time of a small check's own work. commands is a struct of commands and flags, whole are the commands
// that ask for the others.
func Grammar(commands any, args []string, whole ...string) any {
	all := reflect.TypeOf(commands)
	if len(args) == 0 || slices.Contains(whole, args[0]) {
		return reflect.New(all).Interface()
	}
	var flags []reflect.StructField
	var command *reflect.StructField
	for f := range all.Fields() {
		if _, ok := f.Tag.Lookup("cmd"); !ok {
			flags = append(flags, f)
		} else if strings.ToLower(f.Name) == args[0] {
			command = &f
		}
	}
	switch {
	case command != nil:
		return reflect.New(reflect.StructOf(append(flags, *command))).Interface()
	case args[0] == "--version":
		return reflect.New(reflect.StructOf(flags)).Interface()
	}
	return reflect.New(all).Interface()
}

// Explain gives the program and all its commands the texts that people read before they use them: PROGRAM.txt, NAME.txt for a command, and in a folder of its
// name what it has below it.
func Explain(texts fs.FS) kong.Option {
	return kong.PostBuild(func(app *kong.Kong) (err error) {
		if app.Model.Help, err = textOf(texts, app.Model.Name); err != nil {
			return err
		}
		return explain(texts, app.Model.Node, "")
	})
}

// explain gives each command below a node its text.
func explain(texts fs.FS, n *kong.Node, under string) (err error) {
	for _, c := range n.Children {
		name := path.Join(under, c.Name)
		if c.Detail, err = textOf(texts, name); err != nil {
			return err
		}
		if err = explain(texts, c, name); err != nil {
			return err
		}
	}
	return nil
}

func textOf(texts fs.FS, name string) (string, error) {
	text, err := fs.ReadFile(texts, name+".txt")
	return strings.TrimSuffix(string(text), "\n"), err
}
