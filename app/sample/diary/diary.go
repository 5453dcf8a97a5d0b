// Package diary keeps what was done in the sample organisation in a file, one
// line of JSON a deed, so that the next start finds it done.
package diary

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
)

// Read gives the deeds of a file, the earliest first; none where there is no
// file. A line that cannot be read, such as the last one before a power cut, is
// left out. Errors are those of the system.
func Read[T any](path string) ([]T, error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var all []T
	for line := range bytes.Lines(data) {
		var deed T
		if json.Unmarshal(line, &deed) == nil {
			all = append(all, deed)
		}
	}
	return all, nil
}

// Add appends a deed to a file that only its owner may read, and returns once it
// is on the disk. Errors are those of the system.
func Add(path string, deed any) error {
	line, err := json.Marshal(deed)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	// A line break before it too: half a line of a power cut takes none with it.
	_, err = f.Write(append(append([]byte{'\n'}, line...), '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
