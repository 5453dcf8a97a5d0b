// Package problem makes the files of a problem report: what helps someone else to find a fault of Handrail, without
// names of people, addresses, domains, sign-in data, or what anyone typed.
//
// Nothing is removed from a text in the hope that all of it is found. Everything is made of words that Handrail knows,
// and what is not known is only counted.
package problem

import (
	"archive/zip"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/app/release"
)

// File is one file of the report.
type File struct {
	Name  string
	About string // what it has, in one sentence
	Data  []byte
}

// Facts are what a report is made of.
type Facts struct {
	At       time.Time
	Version  release.Version
	Parts    []string          // what the program is built from, one a line
	Window   string            // size and text size; "" without a window
	Settings map[string]string // by name; the values stay where they are
	Counts   []Count
	Log      io.Reader // may be nil
	Crashes  []string  // what Go wrote at each crash
	// Known are the IDs that may be shown: of guides, steps, sections and notices. All others become “other”.
	Known []string
}

// Count is how many there are of something. Of is one of our own words, and Kind a known ID or "".
type Count struct {
	Of, Kind string
	N        int
}

// Files returns the files of the report. The first one lists the others.
func Files(f Facts) []File {
	known := map[string]bool{}
	for _, id := range f.Known {
		known[id] = true
	}
	files := []File{
		{"version.txt", "Which Handrail this is, and the kind of computer.", []byte(versionText(f))},
		{"settings.txt", "Which settings are set. Their values are left out.", []byte(settingsText(f.Settings))},
		{"counts.txt", "How many guides, reports and rows of data there are.", []byte(countsText(f.Counts, known))},
		{"log.txt", "What Handrail did, from its log. What Handrail does not know is left out.",
			[]byte(logText(f.Log, known))},
	}
	for i, c := range f.Crashes {
		files = append(files, File{fmt.Sprintf("crash-%d.txt", i+1),
			"Where in its code Handrail stopped. It has no data.", []byte(crashText(c))})
	}
	var list strings.Builder
	fmt.Fprintf(&list, "Problem report of Handrail, made on %s.\n\n", f.At.UTC().Format("2006-01-02 15:04 UTC"))
	for _, one := range files {
		fmt.Fprintf(&list, "%s: %s\n", one.Name, one.About)
	}
	list.WriteString("\nIt has no names of people, no addresses, no domains and no sign-in data.\n")
	return append([]File{{"contents.txt", "This list.", []byte(list.String())}}, files...)
}

// Write writes the files as a ZIP archive, as they were shown.
func Write(w io.Writer, files []File, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		to, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at.UTC()})
		if err == nil {
			_, err = to.Write(f.Data)
		}
		if err != nil {
			return fmt.Errorf("problem: write %s: %w", f.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("problem: write the archive: %w", err)
	}
	return nil
}

func versionText(f Facts) string {
	v := f.Version
	lines := []string{"Handrail " + v.Number, "Commit: " + v.Commit, "Made: " + day(v.Made), v.OriginText(),
		"Go: " + v.Go, "System: " + v.System + " " + v.Arch}
	if f.Window != "" {
		lines = append(lines, "Window: "+f.Window)
	}
	return strings.Join(append(lines, f.Parts...), "\n") + "\n"
}

func day(at time.Time) string {
	if at.IsZero() {
		return "not known"
	}
	return at.UTC().Format(time.DateOnly)
}

// settings are the names that may be shown. What follows the dot of one that ends with it is left out: it is the ID
// of an organisation.
var settings = []string{"changes.looks.", "check.last.", "history-months", "reports-folder", "resolver", "sign-in-days",
	"text-size", "theme", "tls-thresholds", "told-unprotected", "window-place", "window-size", "file-checked",
	"retain-checks-months", "retain-records-months", "retain-tls-months", "retention-told", "shared-text"}

func settingsText(set map[string]string) string {
	count, other := map[string]int{}, 0
	for name := range set {
		i := slices.IndexFunc(settings, func(s string) bool {
			return s == name || strings.HasSuffix(s, ".") && strings.HasPrefix(name, s)
		})
		if i < 0 {
			other++
			continue
		}
		count[strings.TrimSuffix(settings[i], ".")]++
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(&b, "%s: %d\n", name, count[name])
	}
	fmt.Fprintf(&b, "other: %d\n", other)
	return b.String()
}

func countsText(counts []Count, known map[string]bool) string {
	sums := map[string]int{}
	for _, c := range counts {
		name := c.Of
		if c.Kind != "" {
			name += ", " + orOther(c.Kind, known)
		}
		sums[name] += c.N
	}
	if len(sums) == 0 {
		return "Nothing is saved yet.\n"
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&b, "%s: %d\n", name, sums[name])
	}
	return b.String()
}

func orOther(id string, known map[string]bool) string {
	if known[id] {
		return id
	}
	return "other"
}
