package guide

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// domainGuide asks for the domain on a page of its own, and for more on the next.
func domainGuide(id string, offers string) Guide {
	dotted := func(_ *Visit, text string) error {
		if !strings.Contains(text, ".") {
			return errors.New("not a domain")
		}
		return nil
	}
	domain := Ask{Name: "domain", Kind: Line, Known: KnownDomain, Validate: dotted, Normalize: strings.TrimSpace}
	if offers != "" {
		domain.Default = func(*Visit) string { return offers }
	}
	return Guide{ID: id, Subject: "domain", Steps: []Step{{ID: "where", Asks: []Ask{domain}},
		{ID: "more", Asks: []Ask{{Name: "rua", Kind: Line, Validate: dotted}}}}}
}

// TestWhatIsKnownIsNotAskedAgain: the latest answer of any guide is entered in the next, where it is good there and
// nothing better is offered; a page that asks only for it can be passed.
func TestWhatIsKnownIsNotAskedAgain(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	guides := []Guide{domainGuide("one", ""), domainGuide("two", ""), domainGuide("own", "filter.example")}
	visits := []Visit{{ID: "b", Guide: "gone", Answers: map[string]string{"domain": "gone.example"}},
		{ID: "a", Guide: "one", Answers: map[string]string{"domain": "new.example"}},
		{ID: "c", Guide: "two", Answers: map[string]string{"domain": "old.example", "rua": "x.example"}}}
	known := Known(guides, visits)
	if len(known) != 1 || known[KnownDomain] != "new.example" {
		t.Fatalf("known: %v", known)
	}
	s := New(guides[1], "v", at)
	s.Prefill(known)
	if got := s.Value(s.Asks()[0]); got != "new.example" || len(s.Visit().Answers) > 0 {
		t.Errorf("the field has %q, confirmed %q", got, s.Visit().Answers)
	}
	if !s.SkipKnown(at) || s.Step().ID != "more" || s.Visit().Subject != "new.example" || s.SkipKnown(at) {
		t.Errorf("it stands on %s about %q", s.Step().ID, s.Visit().Subject)
	}
	own := New(guides[2], "v", at)
	own.Prefill(known)
	if got := own.Value(own.Asks()[0]); got != "filter.example" {
		t.Errorf("what the guide offers itself gave way to %q", got)
	}
	bad := New(guides[1], "v", at)
	bad.Prefill(map[string]string{KnownDomain: "nodots"})
	if got := bad.Value(bad.Asks()[0]); got != "" || bad.SkipKnown(at) {
		t.Errorf("an answer that is refused is entered: %q", got)
	}
	typed := New(guides[1], "v", at)
	typed.Draft(map[string]string{"domain": "mine.example"})
	typed.Prefill(known)
	if got := typed.Value(typed.Asks()[0]); got != "mine.example" {
		t.Errorf("what was typed became %q", got)
	}
}
