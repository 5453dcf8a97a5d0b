package mtasts

import (
	"handrail/app/guides/services"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app/mail/mailcheck"
	"handrail/app/report"
)

var (
	banned = regexp.MustCompile(`(?i)\b(invalid|please|sorry|oops|an error occurred|simply|obviously|fatal|illegal|` +
		`abort)\b|\b(?-i:MTA|MUA|SAN|PKIX)\b`)
	leftover = regexp.MustCompile(`[{}]|“”|  |\.\.`)
	ends     = regexp.MustCompile(`[.!?:;](\s|$)`)
)

// lint finds what a text of ours must not have: long sentences, banned words,
// places that nothing filled.
func lint(text string) (faults []string) {
	if w := banned.FindString(strings.ReplaceAll(text, "MTA-STS", "")); w != "" { // a term of the guide
		faults = append(faults, "banned word "+w)
	}
	if w := leftover.FindString(text); w != "" {
		faults = append(faults, "left over: "+w)
	}
	for _, sentence := range ends.Split(text, -1) {
		if n := len(strings.Fields(sentence)); n > 25 {
			faults = append(faults, sentence)
		}
	}
	return faults
}

func TestLint(t *testing.T) {
	for text, wrong := range map[string]bool{
		"All is well.":                        false,
		"The record is invalid.":              true,
		"The name {host} is open.":            true,
		strings.Repeat("word ", 26) + "end.":  true,
		strings.Repeat("a b c d e. ", 20):     false,
		"Please look again.":                  true,
		"It leads to “”, which is not there.": true,
	} {
		if got := len(lint(text)) > 0; got != wrong {
			t.Errorf("%q: %v", text, lint(text))
		}
	}
}

func lintDocument(t testing.TB, d *report.Document) {
	t.Helper()
	check := func(texts ...string) {
		for _, text := range texts {
			if faults := lint(text); len(faults) > 0 {
				t.Errorf("%q: %q", text, faults)
			}
		}
	}
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Path:
			check(b.Verdict, b.Why)
			for _, s := range b.Stops {
				if s.Text == "" || len(s.Text) > 28 {
					t.Errorf("under the stop %s: %q", s.Title, s.Text)
				}
			}
		case report.Banner:
			check(b.Lead, b.Text)
		case report.Findings:
			for i, f := range b.Items {
				check(f.Title, f.Text, f.Do)
				if f.Severity.NeedsAction() && (f.Do == "" || f.Step == "" && f.Code != "policy-certificate-soon") {
					t.Errorf("%s says not what to do or which step does it", f.Code)
				}
				if i > 0 && b.Items[i-1].Severity.Rank() > f.Severity.Rank() {
					t.Errorf("%s stands before something worse", b.Items[i-1].Code)
				}
			}
		}
	}
}

func TestSayings(t *testing.T) {
	code := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	args := map[string]string{}
	for c, w := range sayings() {
		if !code.MatchString(c) {
			t.Errorf("code %q", c)
		}
		for _, text := range []string{w.title, w.text, w.do} {
			for _, s := range slot.FindAllString(text, -1) {
				name := s[1 : len(s)-1]
				if id, is := strings.CutPrefix(name, "step:"); is {
					if stepTitles[id] == "" {
						t.Errorf("%s: no step %q", c, id)
					}
					continue
				}
				args[name] = "x"
			}
		}
	}
	args["fault"], args["where"], args["missing"], args["consequence"], args["effect"] = "It breaks.",
		"It stands there.", "It is gone.", "Senders refuse.", "Senders refuse."
	for c, w := range sayings() {
		for _, text := range []string{fill(w.title, args), fill(w.text, args), fill(w.do, args), w.short} {
			if faults := lint(text); len(faults) > 0 {
				t.Errorf("%s: %q: %q", c, text, faults)
			}
		}
		if len(w.short) > 28 {
			t.Errorf("%s: %q is too long for a stop", c, w.short)
		}
		if w.severity.NeedsAction() && w.do == "" {
			t.Errorf("%s says not what to do", c)
		}
		if w.severity == report.Problem && w.step == "" {
			t.Errorf("%s names no step", c)
		}
		if stop := w.stop; stop != "" && w.severity.Rank() < report.Note.Rank() && w.short == "" {
			t.Errorf("%s has no words for its stop", c)
		}
	}
	var rest []string
	for _, m := range []map[string]string{consequences, effects, factWords, effectiveWords} {
		rest = append(rest, slices.Collect(maps.Values(m))...)
	}
	for _, v := range verdicts {
		rest = append(rest, v.line, v.why)
	}
	for _, text := range rest {
		if faults := lint(text); len(faults) > 0 {
			t.Errorf("%q: %q", text, faults)
		}
	}
}

func TestEveryVerdictHasWords(t *testing.T) {
	for _, v := range []mailcheck.Verdict{mailcheck.NoDomain, mailcheck.NullMX, mailcheck.NoHost, mailcheck.AliasLoop,
		mailcheck.NotKnown, mailcheck.Refused, mailcheck.PartRefused,
		mailcheck.Enforced, mailcheck.TestingFails, mailcheck.Tested, mailcheck.SaysNone, mailcheck.NoPolicy} {
		if verdicts[v].line == "" || verdicts[v].why == "" {
			t.Errorf("%s has no words", v)
		}
	}
}

func TestStepTitlesAreThoseOfTheGuide(t *testing.T) {
	for _, s := range Guide(services.Services{}).Steps {
		if stepTitles[s.ID] != s.Title {
			t.Errorf("%s: %q here, %q in the guide", s.ID, stepTitles[s.ID], s.Title)
		}
	}
}
