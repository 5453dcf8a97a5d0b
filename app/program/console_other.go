//go:build !windows

package program

import "os"

// readyConsole does nothing: terminals show all letters.
func readyConsole() (restore func()) { return func() {} }

// watched reports whether a person looks at f.
func watched(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}
