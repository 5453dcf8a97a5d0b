package addindeploy

import (
	"context"
	"strings"
	"testing"

	"handrail/app/affected"
)

// TestPeopleOfTheAddin: who does not get it comes first with the reason, and both kinds of people get their letter.
func TestPeopleOfTheAddin(t *testing.T) {
	l, err := testDeps(world()).people(context.Background(), visit())
	if err != nil {
		t.Fatal(err)
	}
	gets := l.Find(affected.FateFilter("gets"), "", nil)
	if n := l.Count(affected.Yes); n != 3 || len(gets) == 0 || len(l.Days()) != 0 {
		t.Fatalf("%d do not get it, %d do", n, len(gets))
	}
	if w := l.WordsOf(affected.Progress{}, l.At); !strings.Contains(w.Headline, "do not get it") {
		t.Errorf("the headline is %q", w.Headline)
	}
	if l.People[0].Why == "" || len(l.Open(0).Blocks) == 0 {
		t.Errorf("no reason: %+v", l.People[0])
	}
	if text, ok := l.Letter(0); !ok || !strings.Contains(text.Text, "You do not get it yet") {
		t.Errorf("%v %q", ok, text.Text)
	}
	if text, ok := l.Letter(gets[0]); !ok || !strings.Contains(text.Text, "Where to find it") {
		t.Errorf("%v %q", ok, text.Text)
	}
}
