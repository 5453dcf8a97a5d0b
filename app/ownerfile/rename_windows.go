package ownerfile

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// patience is how long Rename and Remove wait for other programs: virus scanners, search
// and OneDrive open a new file for a moment.
const patience = 2 * time.Second

// Rename replaces the file at to with the one at from. Windows refuses it while another
// program has one of the two open, so Rename tries again for two seconds.
func Rename(from, to string) error { return insist(func() error { return os.Rename(from, to) }) }

// Remove removes the file. It tries again as Rename does.
func Remove(name string) error { return insist(func() error { return os.Remove(name) }) }

// insist repeats what fails because another program has the file open.
func insist(do func() error) error {
	end, pause := time.Now().Add(patience), time.Millisecond
	for {
		err := do()
		busy := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
			errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !busy || time.Now().After(end) {
			return err
		}
		time.Sleep(pause)
		pause = min(2*pause, 100*time.Millisecond)
	}
}

// place renames the file, which Windows does only where the name is free unless told to
// replace. A link would not do: the old name could not be removed while another program
// has the new one open.
func place(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
	}
	name, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
	}
	return insist(func() error {
		if err := windows.MoveFileEx(old, name, windows.MOVEFILE_WRITE_THROUGH); err != nil {
			return &os.LinkError{Op: "place", Old: from, New: to, Err: err}
		}
		return nil
	})
}
