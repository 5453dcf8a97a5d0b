// Package release knows which version of Handrail this is, where it came from and how old it is, and asks whether a
// newer one is there. It asks only when a person wants it, one address, and it installs nothing.
package release

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Version is the program that runs.
type Version struct {
	Number string    // such as 0.1.0
	Commit string    // of the source; "" where the build was not told
	Made   time.Time // when that commit was made; zero where the build was not told
	Origin string    // one of origins, or "" where no package says so
	Go     string    // of the compiler
	System string
	Arch   string
}

// originFile is the file with the origin that each package has. It is beside the program, in the folder above, or in
// share/handrail of the folder above.
const originFile = "origin.txt"

// origins are the packages with the words for each. The names are in originFile and in “version -json”.
var origins = map[string]string{
	"windows-installer": "Installed with the Windows installer.",
	"windows-portable":  "Run from the portable Windows archive.",
	"deb":               "Installed from the Debian package (.deb).",
	"rpm":               "Installed from the package for Fedora and others (.rpm).",
	"linux-archive":     "Run from the portable Linux archive.",
	"macos-app":         "Run from the Mac app.",
}

// Origin returns where the program at exe came from; "" where no package says so, or it says what no package says.
func Origin(exe string) string {
	if real, err := filepath.EvalSymlinks(exe); err == nil {
		exe = real
	}
	folder := filepath.Dir(exe)
	above := filepath.Dir(folder)
	for _, name := range []string{
		filepath.Join(folder, originFile), filepath.Join(above, originFile),
		filepath.Join(above, "share", "handrail", originFile), filepath.Join(above, "Resources", originFile),
	} {
		st, err := os.Stat(name)
		if err != nil || st.Size() > 100 {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		if word := strings.TrimSpace(string(text)); origins[word] != "" {
			return word
		}
	}
	return ""
}

// OriginText returns the origin in a sentence.
func (v Version) OriginText() string {
	if text := origins[v.Origin]; text != "" {
		return text
	}
	return "No package says where this program came from. It was probably built on a computer from its source."
}

// Days returns how many days old the source of the program is; ok is false where that is not known, or where this
// computer's clock is before it.
func (v Version) Days(now time.Time) (days int, ok bool) {
	if v.Made.IsZero() || now.Before(v.Made) {
		return 0, false
	}
	return int(now.Sub(v.Made) / (24 * time.Hour)), true
}

// AgeText returns the date of the version and its age in a sentence.
func (v Version) AgeText(now time.Time) string {
	if v.Made.IsZero() {
		return "Its date is not known, because the build did not record it."
	}
	date := v.Made.UTC().Format("2 January 2006")
	switch days, ok := v.Days(now); {
	case !ok:
		return "Its date is " + date + ", but this computer’s clock is earlier. Check the clock."
	case days == 0:
		return "Its date is " + date + ", less than a day ago."
	case days == 1:
		return "Its date is " + date + ", 1 day ago."
	default:
		return "Its date is " + date + ", " + strconv.Itoa(days) + " days ago."
	}
}

// Lines returns the version for a person: its number, its age, where it came from, and for which system it was built.
func (v Version) Lines(now time.Time) []string {
	head := "Handrail " + v.Number
	if v.Commit != "" {
		head += " (" + v.Commit + ")"
	}
	return slices.DeleteFunc([]string{head, v.AgeText(now), v.OriginText(),
		strings.TrimSpace(v.Go + " " + v.System + " " + v.Arch)}, func(s string) bool { return s == "" })
}
