package guide

import (
	"strings"
	"time"
	"unicode/utf8"

	"handrail/app"
)

// AskWhy is the answer that says why a visit changed something. Every guide that changed something asks for it at its
// end; no guide has a question of this name. Stored: never renamed.
const AskWhy = "change-why"

// mostWhy is how many characters the reason may have: it is one sentence on a page.
const mostWhy = 300

// Why returns the reason that was confirmed, and what was typed and not confirmed; drafted is false where nothing was.
func (s *Session) Why() (confirmed, draft string, drafted bool) {
	draft, drafted = s.visit.Drafts[AskWhy]
	return s.visit.Answers[AskWhy], draft, drafted
}

// DraftWhy keeps a reason that was typed and not confirmed.
func (s *Session) DraftWhy(text string) { s.Draft(map[string]string{AskWhy: text}) }

// ConfirmWhy confirms the reason; an empty one is none. The error is an app.Error about the text, which stays a draft.
func (s *Session) ConfirmWhy(text string, now time.Time) error {
	s.DraftWhy(text)
	text = strings.Join(strings.Fields(text), " ")
	if n := utf8.RuneCountInString(text); n > mostWhy {
		return app.Errorf(app.Invalid, "Shorten it to one sentence.",
			"The reason has %d characters. At most %d fit on the page.",
			n, mostWhy)
	}
	delete(s.visit.Drafts, AskWhy)
	delete(s.visit.Answers, AskWhy)
	if text != "" {
		s.visit.Answers[AskWhy] = text
	}
	s.visit.Changed = now.UTC()
	return nil
}
