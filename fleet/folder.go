package fleet

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"assay/audit"
	"assay/internal/files"
	"assay/introspect"
)

// A Folder holds the snapshots of databases, a file each, called after the database.
type Folder struct {
	path   string
	reader *audit.Reader
	taken  sync.Map // the databases, by the names of their files
}

// MakeFolder makes the folder, unless it is there, for what the reader reads.
func MakeFolder(path string, reader *audit.Reader) (*Folder, error) {
	if err := os.MkdirAll(path, 0o750); err != nil {
		return nil, fmt.Errorf("-o %s: %w", path, err)
	}
	return &Folder{path: path, reader: reader}, nil
}

// Keep reads a database and writes its snapshot. Several may be kept at a time.
func (f *Folder) Keep(ctx context.Context, m *Subject) error {
	name := files.NameFor(m.Name)
	if other, loaded := f.taken.LoadOrStore(name, m.Name); loaded {
		return fmt.Errorf("its file would be called as that of %s: take this one by itself", other)
	}
	db, err := f.reader.Read(ctx, m.Source)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := introspect.WriteSnapshot(&text, db); err != nil {
		return err
	}
	return files.Replace(filepath.Join(f.path, name+".json"), text.Bytes())
}
