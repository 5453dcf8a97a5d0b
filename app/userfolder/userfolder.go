// Package userfolder knows where this system has the folders of a person. Each may be
// elsewhere than usual: OneDrive moves Documents and Desktop, Linux names them in the
// person's language, and a firm may put them on a server.
package userfolder

import (
	"os"
	"path/filepath"
	"strings"
)

// Documents returns the folder for the person's documents, or "" if there is none.
func Documents() string { return existing(documents()) }

// Data returns the folder in which programs keep data for this person on this computer, or
// "". Nothing copies it to other computers. It may not exist yet.
func Data() string { return data() }

// Holds reports whether folder is one that holds more than the files of one program: the root of a disk
// or share, the home of a person, Documents and the like.
func Holds(folder string) bool {
	if folder = filepath.Clean(folder); filepath.Dir(folder) == folder {
		return true
	}
	home, _ := os.UserHomeDir()
	for _, known := range append(common(), home, documents(), data()) {
		if known != "" && same(folder, known) {
			return true
		}
	}
	return false
}

// same reports whether two paths name one folder.
func same(a, b string) bool {
	if strings.EqualFold(filepath.Clean(a), filepath.Clean(b)) {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// existing returns folder if it exists, else "".
func existing(folder string) string {
	if st, err := os.Stat(folder); err != nil || !st.IsDir() {
		return ""
	}
	return folder
}
