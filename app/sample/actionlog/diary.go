// Package actionlog stores the changes in the sample organisation in a file, as one line of JSON
// for each change, so that the next start can repeat them.
package actionlog

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"handrail/app/ownerfile"
)

// Read returns the changes in a file, the earliest first; none if there is no file. It
// skips lines that it cannot read, such as the last one before a power cut. Errors are
// those of the system.
func Read[T any](path string) ([]T, error) {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("it is not a file")}
	}
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

// Add appends a change to a file that only its owner can read. After nil, the data is on
// disk. Errors are those of the system.
func Add(path string, deed any) error {
	line, err := json.Marshal(deed)
	if err != nil {
		return err
	}
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() { // a pipe would wait for a reader
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("it is not a file")}
	}
	if f, err := ownerfile.Create(path); err == nil {
		_ = f.Close()
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	// A line break before it too, so that half a line from a power cut does not spoil it.
	_, err = f.Write(append(append([]byte{'\n'}, line...), '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
