// Package mfaview turns the results of package mfa into documents and data: the
// totals, and an entry for each person with what they will see and why.
package mfaview

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/identity/mfa"
	"handrail/app/report"
)

// Chart counts each person once, by their most serious outcome. The worst comes first.
func Chart(p *mfa.Preview) report.Chart {
	count := map[mfa.Outcome]int{}
	for i := range p.Results {
		count[p.Results[i].Shown().Worst()]++
	}
	c := report.Chart{Title: "People by most serious effect"}
	meaning := map[mfa.Outcome]string{mfa.NoChange: "quiet", mfa.AskedDifferently: "accent", mfa.CallInstead: "accent",
		mfa.LockedOut: "problem", mfa.NotKnown: "unknown", mfa.NotInReport: "unknown"}
	people := report.Series{Name: "People", Meaning: "quiet"}
	for _, o := range mfa.Outcomes() {
		if n := count[o]; n > 0 {
			m := meaning[o]
			if m == "" {
				m = "warning"
			}
			c.Labels = append(c.Labels, o.Title())
			people.Values, people.Meanings = append(people.Values, float64(n)), append(people.Meanings, m)
		}
	}
	c.Series = []report.Series{people}
	return c
}

// Totals counts people by outcome; one person may have several.
func Totals(p *mfa.Preview) report.Facts {
	f := report.Facts{Name: "totals", Title: "People by effect (one person can have several)"}
	for _, one := range mfa.Outcomes() {
		f.Rows = append(f.Rows, report.Fact{Name: one.Code(), Label: one.Title(), Value: strconv.Itoa(p.Totals[one])})
	}
	return f
}

// EmergencyQuestion returns the question about emergency access accounts, one sign-in
// name per line; mfa.Names reads the answer.
func EmergencyQuestion(name string) guide.Ask {
	return ask.Optional(ask.Lines(name, ask.Words{Label: "Which are your emergency access accounts?",
		Hint: "One sign-in name per line. Leave it empty if you have none.",
		Help: "Accounts for emergencies, when no other administrator can sign in. Handrail does not guess them."},
		ask.Known(guide.KnownEmergency)))
}

// OutcomeNames returns the titles of outcomes, separated by commas.
func OutcomeNames(all mfa.Outcome) string { return strings.Join(titles(all), ", ") }

func titles(all mfa.Outcome) (words []string) {
	for _, o := range all.Each() {
		words = append(words, o.Title())
	}
	return words
}

// Severity returns the severity of an outcome.
func Severity(o mfa.Outcome) report.Severity {
	switch o {
	case mfa.LockedOut:
		return report.Problem
	case mfa.NoChange:
		return report.OK
	case mfa.NotKnown, mfa.NotInReport:
		return report.Unknown
	case mfa.AskedDifferently, mfa.CallInstead:
		return report.Note
	}
	return report.Warning
}

// Person is one entry of "people" for programs. Its names are stable.
type Person struct {
	Who
	Impact
}

// Who identifies a person.
type Who struct {
	ID   string `json:"id"`
	UPN  string `json:"upn"`
	Name string `json:"name"`
}

// Impact is the effect on a person, and the reasons.
type Impact struct {
	Admin    string   `json:"admin"` // yes, no, unknown
	Outcomes []string `json:"outcomes"`
	Possible []string `json:"possible"` // further possible outcomes
	Reasons  []Reason `json:"reasons"`
	Sees     []string `json:"sees"`
	Day      Day      `json:"on-2027-02-01"`
}

// Reason is a fact that led to an outcome.
type Reason struct {
	Section string     `json:"section"`
	Field   string     `json:"field"`
	Value   string     `json:"value"`
	Read    *time.Time `json:"read"` // null: not known
	Age     string     `json:"age"`
	Text    string     `json:"text"`
}

// Day is the effect of the end of text messages and phone calls on a person. The name
// of its field is stable; Date is the day that counts for the person.
type Day struct {
	Date       string `json:"date"`
	Outcome    string `json:"outcome"`
	Days       int    `json:"days"`
	Exempt     bool   `json:"exempt"`
	LosesReset string `json:"loses-sspr"` // yes, no, unknown
	Text       string `json:"text"`
}

func whoOf(p *mfa.Preview, i int) Who {
	who := &p.Question.Organisation.People[i]
	return Who{who.ID, who.UPN, who.Name}
}

// PersonOf returns the entry of person i.
func PersonOf(p *mfa.Preview, i int) Person {
	who, r := &p.Question.Organisation.People[i], &p.Results[i]
	shown := r.Shown()
	out := Person{whoOf(p, i), Impact{Admin: who.Admin.String(), Outcomes: shown.Codes(),
		Possible: (r.Possible &^ shown).Codes(), Reasons: []Reason{}, Sees: p.SignInSteps(i)}}
	for _, f := range p.Reasons(i) {
		one := Reason{f.Section, f.Field, f.Value, nil, f.Age(p.Question.Date), f.Text}
		if !f.Read.IsZero() {
			at := f.Read.UTC()
			one.Read = &at
		}
		out.Reasons = append(out.Reasons, one)
	}
	d := p.RetirementFor(i)
	out.Day = Day{d.On.Format(time.DateOnly), string(d.Effect), d.Days,
		d.Effect == mfa.FateExempt || d.Effect == mfa.FateNotGlobal,
		d.LosesReset.String(), d.Text}
	return out
}

// Entries lists the people, most serious first.
func Entries(ctx context.Context, p *mfa.Preview) (report.Entries, error) {
	type meets struct {
		same     *report.Shared
		severity report.Severity
		kinds    []string
		state    string
	}
	e := report.Entries{Name: "people", Title: "People", Items: make([]report.Entry, 0, len(p.Results))}
	known, key, ids := map[mfa.ReasonKey]*meets{}, p.ReasonKeys(), new(idWriter)
	for _, i := range p.Sorted() {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		like := key(i)
		m := known[like]
		if m == nil {
			one := PersonOf(p, i)
			data, err := json.Marshal(one.Impact)
			if err != nil {
				return e, err
			}
			shown := p.Results[i].Shown()
			m = &meets{&report.Shared{Open: opened(one), Data: data}, Severity(shown.Worst()), titles(shown),
				OutcomeNames(shown)}
			known[like] = m
		}
		who := whoOf(p, i)
		title := who.Name
		if title == "" {
			title = who.UPN
		}
		e.Items = append(e.Items, report.Entry{Title: title, About: who.UPN, Severity: m.severity,
			State: m.state, Kinds: m.kinds, Data: ids.object(who), Same: m.same})
	}
	return e, nil
}

// opened returns the document that opens from a person's entry.
func opened(one Person) *report.Document {
	doc := &report.Document{}
	line := report.Timeline{Title: "What they will see, in order"}
	for _, s := range one.Sees {
		line.Items = append(line.Items, report.Event{Text: s})
	}
	why := report.Table{Title: "Why", Columns: []string{"Fact", "Value", "Meaning", "Age"}}
	for _, r := range one.Reasons {
		why.Rows = append(why.Rows, []string{r.Field, r.Value, r.Text, r.Age})
	}
	doc.Blocks = append(doc.Blocks, line, why,
		report.Text{Text: "On " + dayWords(one.Day.Date) + ", if nothing is done: " + one.Day.Text})
	return doc
}

// dayWords returns the words for a date; the date itself if it is not one.
func dayWords(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return mfa.DayWords(day)
}
