package syncidentity

import (
	"testing"

	"handrail/app/guide"
	"handrail/app/guide/change"
)

// TestHowFarAChangeCame: what Microsoft refused was sent too.
func TestHowFarAChangeCame(t *testing.T) {
	for want, states := range map[string][]change.State{
		"Nothing was sent to Microsoft.":                       {change.Planned},
		"1 request was refused. Everything else was not sent.": {change.Failed, change.Planned},
		"1 request was made. It is not known whether 2 requests were made. Everything else was not sent.": {change.Confirmed,
			change.Sent, change.Unknown},
	} {
		var entries []guide.JournalEntry
		for n, s := range states {
			entries = append(entries, guide.JournalEntry{What: "change /policies/" + string(rune('a'+n)), Step: change.Exact,
				State: string(s)})
		}
		if is := stoppedAt(entries); is != want {
			t.Errorf("%v: %s", states, is)
		}
	}
}
