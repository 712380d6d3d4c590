package config

import "errors"

// Choose reads the file that holds in a folder: the one that is named, the one that the environment names or, failing both, the nearest; none, where nobody
// wants any. Where there is none, nothing is said in it.
func Choose(dir, name string, none bool, env func(string) (string, bool)) (*File, error) {
	named := name != ""
	switch {
	case none && named:
		return nil, errors.New("--config and --no-config exclude each other: leave one of them out")
	case none:
		return &File{}, nil
	case !named:
		name, named = env("ASSAY_CONFIG")
	}
	switch {
	case named && name == "":
		return &File{}, nil
	case named:
		return Read(dir, name)
	}
	return Nearest(dir)
}
