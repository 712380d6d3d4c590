package output_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fatih/color"

	"assay/internal/output"
)

// TestFormat: the name is what stands before the equals sign, and nothing of a URL that was taken for a format.
func TestFormat(t *testing.T) {
	t.Parallel()
	for in, want := range map[output.Format]string{
		"text": "text", "json=out.json": "json", "json=": "json", "json=a=b": "json",
		"mysql://me:s3cret@host/db?x=1": "mysql://me:s3cret@host/db?x=1",
	} {
		if got := in.String(); got != want {
			t.Errorf("%q: %q, want %q", string(in), got, want)
		}
	}
	all := output.Formats{"nagios=state.txt", "json"}
	if all.ToNagios() || !all.Have("text", "nagios") || all.Have("text") || !(output.Formats{"nagios"}).ToNagios() || !(output.Formats{"nagios=-"}).ToNagios() {
		t.Errorf("%q", all)
	}
}

// TestCheck: two answers do not go to the same place, by whatever name it is called.
func TestCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "out"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	for said, all := range map[string]output.Formats{
		"":                              {"text", output.Format("json=" + file)},
		"equals sign is missing":        {"json="},
		"both go to standard output":    {"text", "json=-"},
		"both be written into " + link:  {output.Format("json=" + file), output.Format("sarif=" + link)},
		dir + " is a folder":            {output.Format("json=" + dir)},
		filepath.Join(dir, "no", "out"): {output.Format("json=" + filepath.Join(dir, "no", "out"))},
	} {
		switch err := all.Check(); {
		case said == "" && err != nil, said != "" && (err == nil || !strings.Contains(err.Error(), said)):
			t.Errorf("%q: %v, want %q", all, err, said)
		}
	}
}

// TestWrite: standard output gets what is coloured, a file what is not, and of what fails on its way nothing is left.
func TestWrite(t *testing.T) {
	was := color.NoColor
	color.NoColor = false
	defer func() { color.NoColor = was }()
	file := filepath.Join(t.TempDir(), "out")
	all := output.Formats{"text", output.Format("json=" + file)}
	write := func(name string, w io.Writer) error {
		_, err := io.WriteString(w, color.RedString(name))
		return err
	}
	var stdout strings.Builder
	if err := all.Write(&stdout, write); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != "json" || stdout.String() != color.RedString("text") || color.NoColor {
		t.Errorf("%q and %q, %v", stdout.String(), got, err)
	}
	if err := all.Write(nil, write); err != nil {
		t.Errorf("quiet: %v", err)
	}
	broken := errors.New("broken")
	err := all.Write(nil, func(_ string, w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return broken
	})
	if got, _ := os.ReadFile(file); !errors.Is(err, broken) || string(got) != "json" {
		t.Errorf("%q, %v", got, err)
	}
}
