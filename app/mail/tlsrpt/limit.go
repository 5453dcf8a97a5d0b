package tlsrpt

import (
	"errors"

	"handrail/app"
)

// Limits of what is read. Anybody may send a report, so a file may be made to
// do harm: small files that unpack to very large ones, files in files, lists
// without an end.
const (
	MaxPacked   = 10 << 20      // bytes of a compressed file, as the limit RFC 8460 section 5.3 speaks of
	MaxUnpacked = 25 << 20      // bytes of what comes out of one file or mail
	MaxMail     = 16 << 20      // bytes of one mail, with 10 MB in base64
	MaxRatio    = 200           // unpacked to packed, once 1 MB came out
	MaxEntries  = 2000          // files in an archive: a month of fifty organisations, and more
	MaxMembers  = 16            // members of a gzip file
	MaxReports  = 10_000        // in one text: a list, or a report on each line
	MaxParts    = 100           // parts of an email
	MaxNesting  = 10            // parts inside parts of an email
	MaxDepth    = 64            // JSON values inside JSON values
	MaxPolicies = 1000          // of a report
	MaxFailures = 100_000       // of a report
	MaxText     = 4 << 10       // bytes of a text that is kept; the rest is cut
	maxCount    = 1_000_000_000 // sessions of a day, policy and sender; more is no number to believe
)

// Refused is why a file, or a part of one, is not read. Code is stable; the
// words for the person are in the app.Error inside.
type Refused struct {
	Code string
	Err  *app.Error
}

// Error returns the sentence.
func (r *Refused) Error() string { return r.Err.Error() }

// Unwrap returns the app.Error.
func (r *Refused) Unwrap() error { return r.Err }

// Why files are refused.
const (
	TooLarge   = "too-large"   // beyond a limit in bytes
	Bomb       = "bomb"        // unpacks to far more than it is
	TooMany    = "too-many"    // beyond a limit of entries
	TooDeep    = "too-deep"    // values inside values without an end
	Nested     = "nested"      // packed more than one level deep
	Encrypted  = "encrypted"   // needs a password
	HostileZip = "unsafe-name" // an archive whose names lead out of it
	Broken     = "broken"      // ends too early, or its sums do not fit
	NotJSON    = "not-json"    // the text is not JSON
	NotReport  = "not-a-report"
	NoReport   = "no-report" // a mail or an archive without any
	NoDates    = "no-dates"  // a report that does not say for when
	NoPolicies = "no-policies"
	Empty      = "empty"
	Unreadable = "unreadable" // the disk does not give it
)

const askAgain = "Export it again from its source, then import it again."

func refuse(code, hint, format string, args ...any) *Refused {
	kind := app.Invalid
	if code == Broken || code == NotJSON {
		kind = app.Damaged
	}
	return &Refused{code, app.Errorf(kind, hint, format, args...)}
}

// CodeOf returns the code of a refusal; "" for nil, Unreadable for any other error.
func CodeOf(err error) string {
	var r *Refused
	switch {
	case err == nil:
		return ""
	case errors.As(err, &r):
		return r.Code
	}
	return Unreadable
}
