package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"
)

// Seal is the place of a saved report among all that were saved on a computer. Hash is the SHA-256 (FIPS 180-4) over
// the place, the content, and the hash of the report before: a person who has it on paper can see whether a report, or one
// before it, is as it was saved.
type Seal struct {
	Number int       `json:"number"` // from 1, in the order in which reports were saved
	Saved  time.Time `json:"saved"`
	Hash   string    `json:"hash"` // 64 hexadecimal digits
	// The report before; zero for the first one.
	Before      int       `json:"before,omitempty"`
	BeforeSaved time.Time `json:"beforeSaved,omitzero"`
	// Organisation is whose report it is, as it is called; empty where none is connected.
	Organisation string `json:"organisation,omitempty"`
}

// Groups returns the hash in groups of four digits, as a person compares it.
func (s *Seal) Groups() string { return grouped(s.Hash) }

// Owner returns whose document it is: the organisation of its seal, else what it is about.
func Owner(d *Document) string {
	if d.Seal != nil && d.Seal.Organisation != "" {
		return d.Seal.Organisation
	}
	return or(d.Subject, "Handrail")
}

// PlaceLine returns which report a document is and when it was saved; where it has no seal, when it was made.
func PlaceLine(d *Document) string {
	if d.Seal == nil {
		return FormatTime(d.At)
	}
	return fmt.Sprintf("Report %d, saved %s", d.Seal.Number, longTime(d.Seal.Saved))
}

// HashLine returns what the hash of a seal is of.
func HashLine(s *Seal) string {
	if s.Before == 0 {
		return "Check hash (SHA-256) of this report"
	}
	return fmt.Sprintf("Check hash (SHA-256) of this report and of report %d, saved on %s", s.Before,
		s.BeforeSaved.UTC().Format("2 January 2006"))
}

// HowToCheck is what a reader of a page with a seal can do.
const HowToCheck = "To check that nothing was altered, open Reports in Handrail and select “Verify a file”."

// longTime writes a time as a page has it.
func longTime(t time.Time) string { return t.UTC().Format("2 January 2006 at 15:04 UTC") }

func grouped(digits string) string {
	out := ""
	for i := 0; i < len(digits); i += 4 {
		if i > 0 {
			out += " "
		}
		out += digits[i:min(i+4, len(digits))]
	}
	return out
}

// Place is one place of the row of all saved reports, with what is there.
type Place struct {
	Number  int
	Report  string    // ID of the report
	Saved   time.Time // when it was saved
	Removed time.Time // when it was removed; zero where it was not
	Aged    bool      // it was removed because it was older than Settings says
	Hash    string
	Title   string // empty where the report is not there
	State   PlaceState
}

// PlaceState is how a saved report is, compared with what was saved.
type PlaceState string

// The states of a place.
const (
	Unchanged PlaceState = "unchanged" // it is as it was saved
	Removed   PlaceState = "removed"   // someone removed it in Handrail
	Altered   PlaceState = "altered"   // it is not as it was saved
	Missing   PlaceState = "missing"   // it is gone, and was not removed in Handrail
	Added     PlaceState = "added"     // it has no place: it was not saved by Handrail
	Unproven  PlaceState = "unproven"  // it looks unchanged, and the one before it, which proves that, is gone
)

// Good reports whether nothing happened to the report outside Handrail.
func (s PlaceState) Good() bool { return s == Unchanged || s == Removed }

// DocumentHash returns the hash of a document as stored.
func DocumentHash(document string) string {
	d := sha256.New()
	_, _ = io.WriteString(d, document) // a hash returns no error
	return hex.EncodeToString(d.Sum(nil))
}

// ContentHash returns the hash of what a saved report holds: its document, of which it takes the hash, and where it came
// from.
func ContentHash(k SavedReport, document string) string {
	return fieldsHash("handrail report", k.ID, k.Guide, k.Step, k.Visit, k.Title, k.Subject, stamp(k.At), string(k.Worst),
		document)
}

// PlaceHash returns the hash of a place: over its number, its time, its content and the hash before, which is "" for
// the first place.
func PlaceHash(number int, report string, saved time.Time, content, before string) string {
	return fieldsHash("handrail place", fmt.Sprint(number), report, stamp(saved), content, before)
}

// stamp returns a time as it goes into a hash.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// fieldsHash returns the SHA-256 of texts. Each is led by its length, so that no two lists of texts have one form.
func fieldsHash(fields ...string) string {
	h := sha256.New()
	for _, f := range fields {
		writeField(h, f)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func writeField(h hash.Hash, f string) { _, _ = fmt.Fprintf(h, "%d:%s\n", len(f), f) }
