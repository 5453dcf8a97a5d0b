package ask

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
)

var words = Words{Label: "Which one?", Hint: "For example this one.", Help: "It decides what follows."}

var two = []guide.Option{{Value: "a", Label: "The first"}, {Value: "b", Label: "The second"}}

// answer does what a session does with typed text: clean, then check.
func answer(a guide.Ask, v *guide.Visit, text string) (string, error) {
	if a.Normalize != nil {
		text = a.Normalize(text)
	}
	return text, a.Validate(v, text)
}

func short(text string) error {
	if len(text) > 3 {
		return app.Errorf(app.Invalid, "Enter at most three letters.", "This is too long.")
	}
	return nil
}

func upper(text string) (string, error) {
	if text == "bad" {
		return "", app.Errorf(app.Invalid, "Enter another word.", "This word cannot be used.")
	}
	return strings.ToUpper(text), nil
}

func same(text string) string { return text }

func TestAnswers(t *testing.T) {
	offered := func(v *guide.Visit) []guide.Option {
		if v.Answer("more") == "yes" {
			return append(two[:2:2], guide.Option{Value: "c", Label: "The third"})
		}
		return two
	}
	more := &guide.Visit{Answers: map[string]string{"more": "yes"}}
	none := &guide.Visit{}
	cases := []struct {
		name string
		ask  guide.Ask
		v    *guide.Visit
		text string
		want string
		good bool
	}{
		{"an option", Choice("q", words, two), none, "b", "b", true},
		{"not an option", Choice("q", words, two), none, "c", "c", false},
		{"no option", Choice("q", words, two), none, "", "", false},
		{"a label is not a value", Choice("q", words, two), none, "The first", "The first", false},
		{"an option of this visit", ChoiceOf("q", words, offered), more, "c", "c", true},
		{"an option of another visit", ChoiceOf("q", words, offered), none, "c", "c", false},
		{"yes", YesNo("q", words, "", ""), none, "yes", "yes", true},
		{"maybe", YesNo("q", words, "", ""), none, "maybe", "maybe", false},
		{"a line", Line("q", words), none, "  text ", "text", true},
		{"an empty line", Line("q", words), none, " ", "", false},
		{"an optional line", Optional(Line("q", words)), none, " ", "", true},
		{"an optional line is checked", Optional(Line("q", words, Checked(short))), none, "long text", "long text",
			false},
		{"an optional line left empty is not", Optional(Line("q", words, Parsed(upper, same))), none, "", "", true},
		{"lines", Lines("q", words), none, "a\nb\n\n", "a\nb", true},
		{"no lines", Lines("q", words), none, "\r\n \n", "", false},
		{"parsed", Line("q", words, Parsed(upper, same)), none, "good", "GOOD", true},
		{"not parsed, kept as typed", Line("q", words, Parsed(upper, same)), none, "bad", "bad", false},
		{"cleaned", Line("q", words, Cleaned(strings.ToLower)), none, "ABC", "abc", true},
		{"least", Number("q", words, 1, 100_000), none, " 1 ", "1", true},
		{"most", Number("q", words, 1, 100_000), none, "100000", "100000", true},
		{"too many", Number("q", words, 1, 100_000), none, "100001", "100001", false},
		{"not a number", Number("q", words, 1, 100_000), none, "many", "many", false},
		{"an optional number", Optional(Number("q", words, 1, 9)), none, "", "", true},
		{"a day", Day("q", words), none, " 2026-11-29", "2026-11-29", true},
		{"not a day", Day("q", words), none, "2026-02-30", "2026-02-30", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := answer(c.ask, c.v, c.text)
			if got != c.want || (err == nil) != c.good {
				t.Fatalf("%q, %v; want %q, good %v", got, err, c.want, c.good)
			}
			if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "" ||
				app.CodeOf(err) != app.Invalid) {
				t.Errorf("refused without words: %v", err)
			}
		})
	}
}

func TestAFileAndAPrivateAnswer(t *testing.T) {
	yes := func(*guide.Visit) bool { return true }
	if a := Line("q", words, File, Private(yes)); !a.File || a.Saved == nil || !a.Saved(nil) {
		t.Errorf("%+v", a)
	}
	if a := Line("q", words); a.File || a.Saved != nil {
		t.Errorf("a plain question takes files, or is private: %+v", a)
	}
}

func TestMessagesSayWhatToEnter(t *testing.T) {
	_, err := answer(Number("q", words, 1, 100_000), nil, "0")
	if _, hint := app.UserMessage(err); hint != "Enter a whole number from 1 to 100,000." {
		t.Errorf("hint %q", hint)
	}
	_, err = answer(Choice("q", words, two), nil, "c")
	if message, hint := app.UserMessage(err); message != "This option is not available." ||
		hint != "Select one of the options shown." {
		t.Errorf("%q, %q", message, hint)
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000",
		-100: "-100"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestFirstAnswers(t *testing.T) {
	v := &guide.Visit{Answers: map[string]string{},
		Outcomes: map[string]guide.Outcome{"look": {Facts: map[string]string{"best": "b"}}}}
	cases := []struct {
		name string
		ask  guide.Ask
		want string
	}{
		{"the first option", Choice("q", words, two), "a"},
		{"another option", Choice("q", words, two, First("b")), "b"},
		{"what was found", Choice("q", words, two, FirstFact("best", "a")), "b"},
		{"nothing was found", Choice("q", words, two, FirstFact("gone", "a")), "a"},
		{"no", YesNo("q", words, "", "", First("no")), "no"},
		{"no options", ChoiceOf("q", words, func(*guide.Visit) []guide.Option { return nil }), ""},
		{"optional", Optional(Line("q", words)), ""},
		{"optional, with an offer", Optional(Line("q", words, First("x"))), "x"},
		{"optional, offered later", Optional(Line("q", words), First("y")), "y"},
	}
	for _, c := range cases {
		if got := c.ask.Default(v); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if Line("q", words).Default != nil {
		t.Error("a line that no one filled in has an answer")
	}
}

func TestWhenFollows(t *testing.T) {
	a := Line("q", words, When("way", "groups", "people"), Following("domain"))
	for way, want := range map[string]bool{"groups": true, "people": true, "everyone": false, "": false} {
		if got := a.When(&guide.Visit{Answers: map[string]string{"way": way}}); got != want {
			t.Errorf("way %q: %v", way, got)
		}
	}
	if !slices.Equal(a.DependsOn, []string{"way", "domain"}) {
		t.Errorf("depends on %v", a.DependsOn)
	}
	if b := Line("q", words, WhenOf(func(*guide.Visit) bool { return false })); b.When(nil) || b.DependsOn != nil {
		t.Errorf("%+v", b)
	}
}

// Every form has a name, words and a check; the driver of a guide relies on it.
func TestEveryFormIsWhole(t *testing.T) {
	for _, a := range []guide.Ask{Choice("q", words, two), ChoiceOf("q", words,
		func(*guide.Visit) []guide.Option { return two }),
		YesNo("q", words, "", ""), Line("q", words), Lines("q", words), Optional(Line("q", words)), Number("q",
			words, 0, 1), Day("q", words)} {
		if a.Name != "q" || a.Label != words.Label || a.Hint != words.Hint || a.Help != words.Help ||
			a.Validate == nil || a.Kind == "" {
			t.Errorf("%+v", a)
		}
		if (a.Kind == guide.Choice) != (a.Options != nil) {
			t.Errorf("%s has options: %v", a.Kind, a.Options != nil)
		}
	}
}

func TestItems(t *testing.T) {
	text := " Staff, Northgate ;b\r\n\n c;; \n"
	if got := Items(text); !slices.Equal(got, []string{"Staff, Northgate", "b", "c"}) {
		t.Errorf("items %q", got)
	}
	if got := Rows(text); !slices.Equal(got, []string{"Staff, Northgate ;b", "c;;"}) {
		t.Errorf("rows %q", got)
	}
	if Items(" \n;") != nil || Rows("") != nil {
		t.Error("nothing has entries")
	}
}

// A check in a session sees the answers before it on the same page.
func TestInASession(t *testing.T) {
	first := Choice("kind", words, two)
	second := Line("name", words, When("kind", "b"), CheckedIn(func(v *guide.Visit, text string) error {
		if text == v.Answer("kind") {
			return errors.New("the same")
		}
		return Filled(text)
	}))
	s := guide.Open(guide.Guide{ID: "g", Subject: "kind", Steps: []guide.Step{{ID: "one",
		Asks: []guide.Ask{first, second}}}},
		guide.Visit{Step: "one", Page: guide.AskPage, Answers: map[string]string{}, Drafts: map[string]string{},
			Outcomes: map[string]guide.Outcome{}})
	if _, wrong := s.Submit(map[string]string{"kind": "b", "name": "b"}, time.Unix(0, 0)); len(wrong) != 1 ||
		wrong[0].Name != "name" {
		t.Errorf("wrong: %v", wrong)
	}
	if _, wrong := s.Submit(map[string]string{"kind": "a", "name": ""}, time.Unix(0, 0)); len(wrong) != 0 {
		t.Errorf("what is not asked is checked: %v", wrong)
	}
}
