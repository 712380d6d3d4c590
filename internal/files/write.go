package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// special reports whether there is something of that name that is no file, such as /dev/null, a pipe, or a link to what is not there: it is written to, never
// replaced.
func special(name string) bool {
	info, err := os.Lstat(Resolve(name))
	return err == nil && !info.Mode().IsRegular()
}

// Resolve returns the path of the file that links lead to, which is to be replaced and not they, or of the name itself where they lead to none.
func Resolve(name string) string {
	if file, err := filepath.EvalSymlinks(name); err == nil {
		name = file
	}
	if path, err := filepath.Abs(name); err == nil {
		return path
	}
	return filepath.Clean(name)
}

// MayWrite reports why a file cannot be written; nil: it can be, as far as can be told beforehand.
func MayWrite(name string) error {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it", name)
	}
	if special(name) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(Resolve(name)), ".assay-*")
	if err != nil {
		return unwritable(name, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// unwritable says why a file cannot be written, without the name of the one that was tried.
func unwritable(name string, err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fmt.Errorf("%s cannot be written: %w", name, err)
}

// Put writes a file as [Replace] does or, where none or "-" is named, standard output.
func Put(stdout io.Writer, name string, text []byte) error {
	if name == "" || name == "-" {
		_, err := stdout.Write(text)
		return err
	}
	return Replace(name, text)
}

// Replace writes a file under another name first, so that nobody finds half of it.
func Replace(name string, text []byte) error {
	if special(name) {
		if err := write(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, text); err != nil {
			return unwritable(name, err)
		}
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(Resolve(name)), ".assay-*")
	if err != nil {
		return unwritable(name, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // once it is renamed there is none
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err == nil { //nolint:gosec // it holds nothing secret
		err = os.Rename(f.Name(), Resolve(name))
	}
	if err != nil {
		return unwritable(name, err)
	}
	return nil
}

// Create writes a file that is not there yet. Its error is [fs.ErrExist] where there is one.
func Create(name string, text []byte) error {
	return write(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, text)
}

// Append adds to a file, or makes it.
func Append(name string, text []byte) error {
	return write(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, text)
}

func write(name string, how int, text []byte) error {
	f, err := os.OpenFile(name, how, 0o644) //nolint:gosec // it holds nothing secret
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// Beside is a file as seen from the folder of another one, so that it is the same wherever the process runs, whose working directory is dir; what is no path
// (empty, or [StandardInput]) stays what it is.
func Beside(dir, other, file string) string {
	if file == "" || file == StandardInput {
		return file
	}
	to, err := filepath.Rel(filepath.Dir(absolute(dir, other)), absolute(dir, file))
	if err != nil {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(to)
}

// absolute is the whole path of a file that is named as seen from a folder.
func absolute(dir, file string) string {
	if filepath.IsAbs(file) {
		return filepath.Clean(file)
	}
	return filepath.Join(dir, file)
}
