package webfilter

import (
	"regexp"
	"testing"

	"handrail/app/guides/guidetest"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// TestWordsFitOneDevice: the words beside a list of devices are as true of one as of many.
func TestWordsFitOneDevice(t *testing.T) {
	many := regexp.MustCompile(`(?i)\b(they|them|these)\b`)
	for r, words := range reasonWords {
		if many.MatchString(words.text + " " + words.do) {
			t.Errorf("%s: %q, %q", r, words.text, words.do)
		}
	}
}
