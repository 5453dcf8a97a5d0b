package history

import (
	"context"
	"time"
)

// Missed is a section about which the last look had no answer. It is as it was at Since, as far as is known.
type Missed struct {
	Section string
	At      time.Time // of that look
	Since   time.Time // of the last look with an answer; zero: there was none
	Why     string    // a sentence
}

// Gaps returns what is not known. A Past may have it.
type Gaps interface {
	Missed(ctx context.Context) ([]Missed, error)
}

// Look is when a section was looked at last.
type Look struct {
	Of string // the section
	At time.Time
}
