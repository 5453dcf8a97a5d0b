package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"handrail/app/ownerfile"
)

// WriteFileAtomic replaces the file at path with what write writes, for its
// owner only. The file is whole or as it was: it is written under another name,
// brought to the disk, and then renamed. Errors are those of the system, or of write.
func WriteFileAtomic(path string, write func(io.Writer) error) (err error) {
	f, err := ownerfile.Create(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"-"+NewID()[:8]+".part"))
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := ownerfile.Rename(f.Name(), path); err != nil {
		return err
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}
