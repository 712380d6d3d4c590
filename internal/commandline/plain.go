package commandline

import "slices"

// Plain spells out what people type as other programs have it: help for --help, and --json for --format json.
func Plain(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "--help")
	}
	for i, a := range args {
		if a == "--" {
			break
		}
		if a == "--json" {
			args = slices.Clone(args)
			args[i] = "--format=json"
		}
	}
	return args
}
