package frame

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/tenant"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CET", 3600))

func kinds(doc *report.Document) (all []string) {
	for _, b := range doc.Blocks {
		all = append(all, reflect.TypeOf(b).Name())
	}
	return all
}

func TestDraft(t *testing.T) {
	table := report.Table{Columns: []string{"a"}, Rows: [][]string{{"1"}}}
	note := report.Finding{Code: "note", Severity: report.Note}
	bad := report.Finding{Code: "bad", Severity: report.Problem}
	for name, c := range map[string]struct {
		make func(d *Draft)
		want []string
	}{
		"nothing": {func(*Draft) {}, nil},
		"what is not placed": {func(d *Draft) {
			d.Find(note)
			d.Fact("n", "N", "1",
				"")
			d.Find(bad)
			d.Add(table)
		}, []string{"Findings", "Table", "Facts"}},
		"placed": {func(d *Draft) {
			d.Add(report.Banner{})
			d.Find(note, bad)
			d.Findings("", "Check these first")
			d.Fact("n", "N", "1", "")
			d.Facts("In numbers")
			d.Add(table)
		}, []string{"Banner", "Findings", "Facts", "Table"}},
		"on top": {func(d *Draft) {
			d.Add(table)
			d.Find(bad, note)
			d.FindingsFirst("checks",
				"Checks")
			d.Add(table)
		}, []string{"Findings", "Table", "Table"}},
		"empty blocks": {func(d *Draft) {
			d.Add(report.Table{}, nil, report.Findings{}, report.Facts{}, report.Entries{}, report.Timeline{},
				report.Text{Text: "a"}, report.Entries{Name: "people"})
			d.Findings("", "")
			d.Facts("")
		}, []string{"Text", "Entries"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := New(Head{Title: "T", Subject: "S", At: noon, Account: "ann@example.org",
				Sources: []string{FromCache}})
			c.make(d)
			doc := d.Done()
			if !slices.Equal(kinds(doc), c.want) {
				t.Fatalf("blocks %v, want %v", kinds(doc), c.want)
			}
			if doc.Title != "T" || doc.Subject != "S" || d.Subject() != "S" || doc.At != noon.UTC() ||
				doc.Account == "" || len(doc.Sources) != 1 {
				t.Errorf("%+v", doc)
			}
			if all := doc.Findings(); len(all) > 0 && (len(all) != 2 || all[0].Code != "bad") {
				t.Errorf("findings %+v", all)
			}
			if v, ok := doc.Facts()["n"]; ok && v != "1" {
				t.Errorf("facts %v", doc.Facts())
			}
			if len(d.Found()) != 0 {
				t.Errorf("not placed: %v", d.Found())
			}
		})
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	gaps := []tenant.Gap{{Section: tenant.SectionRoles, Title: "Administrators", State: tenant.NeedsConsent,
		Message: "A permission is missing.", Hint: "Ask for it.", Read: noon.UTC()}}
	for _, f := range append(NotRead(gaps), Doubtful(gaps)...) {
		if f.Code == "" || f.Subject != tenant.SectionRoles || f.Text != "A permission is missing." ||
			f.Do != "Ask for it." || f.Severity == report.OK {
			t.Errorf("%+v", f)
		}
	}
	f := NotKnown("x", "Not known", app.Errorf(app.Denied, "Sign in.", "You are signed out."))
	if f.Severity != report.Unknown || f.Text != "You are signed out." || f.Do != "Sign in." {
		t.Errorf("%+v", f)
	}
	if f := NotKnown("x", "Not known", errors.New("odd")); f.Text == "" || f.Do == "" || f.Text == "odd" {
		t.Errorf("%+v", f)
	}
	if got := Codes([]report.Finding{{Code: "a"}, {Code: "b"}, {Code: "a"}}); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("codes %v", got)
	}
}

func TestWhatIsNotComparedIsNotKnown(t *testing.T) {
	day := 24 * time.Hour
	gaps := []tenant.Gap{
		{Section: "never", Title: "Never", State: tenant.NeverRead, Message: "Not read."},
		{Section: "old", Title: "Old", State: tenant.Updated, Read: noon.Add(-40 * day), TooOld: true},
		{Section: "fresh", Title: "Fresh", State: tenant.Updated, Read: noon.Add(-2 * day), TooOld: true},
		{Section: "refused", Title: "Refused", State: tenant.NeedsConsent, Read: noon.Add(-day), Message: "No."},
		{Section: "other", Title: "Other", State: tenant.Failed, Read: noon},
	}
	found := NotSince(gaps, noon, 30*day, "never", "old", "fresh", "refused")
	var got []string
	for _, f := range found {
		got = append(got, f.Subject)
		if f.Severity != report.Unknown || f.Title == "" {
			t.Errorf("%+v", f)
		}
	}
	if !slices.Equal(got, []string{"never", "old", "refused"}) {
		t.Errorf("%v", got)
	}
}

// TestFactsAreInWords: an answer reads as a word, its value stays; a fact of the same name
// takes the place of the earlier one.
func TestFactsAreInWords(t *testing.T) {
	d := New(Head{Title: "T", At: noon})
	d.Fact("in-use", "A sync is in use", "no", "")
	d.Fact("mode", "Mode", "yes", "On")
	d.Fact("left", "Left", "3", "")
	d.Fact("in-use", "A sync is in use", "unknown", "")
	facts := d.Done().Blocks[0].(report.Facts).Rows
	want := []report.Fact{{Name: "in-use", Label: "A sync is in use", Value: "unknown", Text: "Not known"},
		{Name: "mode", Label: "Mode", Value: "yes", Text: "On"}, {Name: "left", Label: "Left", Value: "3"}}
	if !slices.Equal(facts, want) {
		t.Errorf("%+v", facts)
	}
}

func TestAnswer(t *testing.T) {
	for f, want := range map[tenant.Flag]string{tenant.On(): "yes", tenant.Off(): "no", {}: "unknown",
		{Raw: "maybe"}: "unknown"} {
		if got := Answer(f); got != want {
			t.Errorf("%+v is %q, want %q", f, got, want)
		}
	}
}

// TestTheAnswerStandsFirst: under its question, with what it means, unless a finding below is
// open with that.
func TestTheAnswerStandsFirst(t *testing.T) {
	for name, c := range map[string]struct {
		title, headline string
		found           report.Finding
		before          report.Block
		want            *report.Path
	}{
		"a question": {"Is it on?", "It is on", report.Finding{Severity: report.OK, Title: "It is on", Text: "For all."},
			nil, &report.Path{Caption: "Is it on?", Verdict: "It is on", Why: "For all."}},
		"a problem": {"Is it on?", "It is off", report.Finding{Severity: report.Problem, Title: "It is off", Text: "Why."},
			nil, &report.Path{Caption: "Is it on?", Verdict: "It is off"}},
		"a report":    {"Report: it", "It is on", report.Finding{Severity: report.OK, Title: "It is on"}, nil, nil},
		"no headline": {"Is it on?", "", report.Finding{Severity: report.OK, Title: "It is on"}, nil, nil},
		"a verdict already": {"Is it on?", "It is on", report.Finding{Severity: report.OK, Title: "It is on"},
			report.Path{Verdict: "It is on", Stops: []report.Stop{{Title: "Server"}}}, nil},
	} {
		d := New(Head{Title: c.title, At: noon})
		if c.before != nil {
			d.Add(c.before)
		}
		d.Find(c.found)
		d.Headline(c.headline)
		first := d.Answered().Blocks[0]
		if path, is := first.(report.Path); c.want != nil && (!is || !reflect.DeepEqual(path, *c.want)) ||
			c.want == nil && reflect.TypeOf(first) != reflect.TypeFor[report.Findings]() {
			t.Errorf("%s: %+v", name, first)
		}
	}
}

// TestFactsWithoutANameStay: only a fact with a name takes the place of an earlier one.
func TestFactsWithoutANameStay(t *testing.T) {
	d := New(Head{Title: "T"})
	for _, f := range [][2]string{{"", "One"}, {"", "Two"}, {"a", "Old"}, {"a", "New"}} {
		d.Fact(f[0], f[1], "x", "")
	}
	d.Detail("id", "ID", "", "")
	d.Facts("Summary")
	var labels []string
	for _, b := range d.Done().Blocks {
		for _, f := range b.(report.Facts).Rows {
			labels = append(labels, f.Label)
		}
	}
	if got := strings.Join(labels, " "); got != "One Two New" {
		t.Errorf("%q", got)
	}
}
