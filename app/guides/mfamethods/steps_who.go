package mfamethods

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mfa"
	"handrail/app/report"
	"handrail/app/task"
)

// anyOf makes a validator for a choice.
func anyOf(options []guide.Option) func(*guide.Visit, string) error {
	return func(_ *guide.Visit, text string) error {
		for _, o := range options {
			if o.Value == text {
				return nil
			}
		}
		return app.Errorf(app.Invalid, "Choose one of the answers.", "This is none of the answers.")
	}
}

func choice(name, label, hint, what, first string, options ...guide.Option) guide.Ask {
	return guide.Ask{Name: name, Label: label, Hint: hint, What: what, Kind: guide.Choice,
		Options: func(*guide.Visit) []guide.Option { return options }, Default: func(*guide.Visit) string { return first }, Valid: anyOf(options)}
}

func (d Deps) whoStep() guide.Step {
	older := choice(askOlder, "Do the older settings still allow phones, the app or codes?", "Entra admin center, multifactor authentication, service settings.",
		"Until the move is finished, a method that is allowed there still works.", "unknown",
		guide.Option{Value: "unknown", Label: "I do not know"}, guide.Option{Value: "no", Label: "No, everything is off there"}, guide.Option{Value: "yes", Label: "Yes, they are on there"})
	older.When = func(v *guide.Visit) bool { return v.Fact("migration") != "complete" }
	compare := choice(askCompare, "Compare with another change?", "The totals of both are shown beside each other.", "So you see which change asks less of people.", "nothing",
		append([]guide.Option{{Value: "nothing", Label: "No"}}, choices()...)...)
	return guide.Step{
		ID: stepWho, Title: "Who is affected", Lead: "What each person meets, the gravest first.", Next: "Show who is affected", Main: "Go on",
		Text:  "Handrail cannot see other systems that ask for a second step, such as remote access with its own server. Ask whoever looks after them.",
		Needs: stepToday, DependsOn: []string{askChange, askSeveral, askGlass, askReset, askOlder, askTelephone, askCompare}, Terms: []guide.Term{termMFA, termKey, termPass},
		Asks: []guide.Ask{
			{Name: askGlass, Label: "Emergency accounts", Hint: "One sign-in name a line. Leave it empty if you have none.", Kind: guide.Lines,
				Valid: func(*guide.Visit, string) error { return nil }, Clean: strings.TrimSpace, Default: func(*guide.Visit) string { return "" },
				What: "Accounts kept for the day on which nobody else gets in. Handrail does not guess them."},
			choice(askReset, "How many methods does resetting a password need?", "Entra admin center, password reset, authentication methods.", "No interface tells this. One is what Microsoft sets at first.", "1",
				guide.Option{Value: "1", Label: "One"}, guide.Option{Value: "2", Label: "Two"}, guide.Option{Value: "unknown", Label: "I do not know"}),
			older,
			choice(askTelephone, "Who sends your text messages from 2027 on?", "An own telephone provider is ordered through Microsoft’s Security Store.", "With an own provider, texts and calls go on after 1 February 2027.", "nobody",
				guide.Option{Value: "nobody", Label: "Nobody: we have no provider of our own"}, guide.Option{Value: "own", Label: "Our own provider"}),
			compare,
		},
		Look: d.who, Gate: d.gateWho,
	}
}

// gateWho holds a change that is refused.
func (d Deps) gateWho(_ *guide.Visit, doc *report.Document) error {
	for _, f := range doc.Findings() {
		if f.Code == "mfa-refused" {
			return app.Errorf(app.Denied, "Set up another method for an administrator first, then look again.", "This change would lock out your last administrators.")
		}
	}
	return nil
}

func (d Deps) who(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	changes := changesOf(v)
	p, err := d.preview(ctx, v, changes, nil)
	if err != nil {
		return nil, err
	}
	d.remember(ctx, v, p)
	return d.impact(ctx, v, p)
}

// impact draws a preview.
func (d Deps) impact(ctx context.Context, v *guide.Visit, p *mfa.Preview) (*report.Document, error) {
	o := p.Question.Organisation
	changes := changesOf(v)
	doc := &report.Document{Title: "Who is affected", Subject: changes.String(), At: d.Now().UTC(), Sources: []string{"Microsoft Graph, as kept on this computer"}}
	lead, text := summary(p)
	doc.Blocks = append(doc.Blocks, report.Text{Text: titleOf(changes) + "."}, report.Banner{Tone: report.Note, Lead: lead, Text: text}, chart(p), d.deadline(p))
	if found := append(apart(p), missing(o)...); len(found) > 0 {
		doc.Blocks = append(doc.Blocks, report.Findings{Title: "Look at these first", Items: found})
	}
	if other := v.Answer(askCompare); other != "" && other != "nothing" {
		second, _ := mfa.ParseChanges(other) // one of the choices
		q, err := d.preview(ctx, v, second, nil)
		if err != nil {
			return nil, err
		}
		doc.Blocks = append(doc.Blocks, compared(p, q, changes, second))
	}
	list, err := entries(ctx, p)
	if err != nil {
		return nil, err
	}
	doc.Blocks = append(doc.Blocks, totals(p), list)
	return doc, nil
}

// summary says in words what the totals say.
func summary(p *mfa.Preview) (lead, text string) {
	act, admins := p.Registering()
	locked := p.Totals[mfa.LockedOut]
	lead = fmt.Sprintf("%d of your %d people must act.", act, len(p.Results))
	if act == 0 {
		lead = "Nobody must act."
	}
	if admins > 0 {
		text = fmt.Sprintf("%d of them hold an administrator role. ", admins)
	}
	if locked > 0 {
		text += fmt.Sprintf("%d cannot get in without your help. ", locked)
	}
	if n := p.Totals[mfa.NotKnown]; n > 0 {
		text += fmt.Sprintf("For %d it is not certain; the worst case is shown. ", n)
	}
	if n := p.Totals[mfa.NotInReport]; n > 0 {
		text += fmt.Sprintf("%d are not in Microsoft’s report. ", n)
	}
	return lead, strings.TrimSpace(text)
}

// chart counts each person once, by the worst that they meet.
func chart(p *mfa.Preview) report.Chart {
	count := map[mfa.Outcome]int{}
	for i := range p.Results {
		count[p.Results[i].Shown().Worst()]++
	}
	c := report.Chart{Title: "People by the gravest thing they meet"}
	meaning := map[mfa.Outcome]string{mfa.NoChange: "quiet", mfa.AskedDifferently: "accent", mfa.CallInstead: "accent", mfa.LockedOut: "problem", mfa.NotKnown: "unknown", mfa.NotInReport: "unknown"}
	all := mfa.Outcomes()
	var used []mfa.Outcome
	for i := len(all) - 1; i >= 0; i-- {
		if count[all[i]] > 0 {
			used, c.Labels = append(used, all[i]), append(c.Labels, all[i].Title())
		}
	}
	for at, one := range used {
		m := meaning[one]
		if m == "" {
			m = "warning"
		}
		s := report.Series{Name: one.Title(), Meaning: m, Values: make([]float64, len(used))}
		s.Values[at] = float64(count[one])
		c.Series = append(c.Series, s)
	}
	return c
}

func totals(p *mfa.Preview) report.Facts {
	f := report.Facts{Name: "totals", Title: "People by outcome; one person may have several"}
	for _, one := range mfa.Outcomes() {
		f.Rows = append(f.Rows, report.Fact{Name: one.Code(), Label: one.Title(), Value: strconv.Itoa(p.Totals[one])})
	}
	return f
}

func compared(p, q *mfa.Preview, a, b mfa.Changes) report.Table {
	t := report.Table{Title: "Two changes side by side", Columns: []string{"Outcome", titleOf(a), titleOf(b)}, Right: []bool{false, true, true}}
	for _, one := range mfa.Outcomes() {
		if p.Totals[one]+q.Totals[one] > 0 {
			t.Rows = append(t.Rows, []string{one.Title(), strconv.Itoa(p.Totals[one]), strconv.Itoa(q.Totals[one])})
		}
	}
	return t
}

// apart draws what is said of the accounts that are judged apart.
func apart(p *mfa.Preview) (all []report.Finding) {
	a := p.JudgeApart()
	if a.Refused {
		all = append(all, report.Finding{Code: "mfa-refused", Severity: report.Problem, Title: "This change is refused", Text: a.Why, Do: "Set up another method for an administrator first."})
	}
	for _, n := range a.Notes {
		f := report.Finding{Code: "mfa-" + n.Code, Severity: report.Note, Title: n.Text, Text: n.Text}
		if n.Grave {
			f.Severity, f.Do = report.Warning, "Give this account a passkey first."
		}
		if n.Person >= 0 {
			f.Subject = p.Question.Organisation.People[n.Person].UPN
		}
		all = append(all, f)
	}
	return all
}

// severity gives the word's weight on screen.
func severity(o mfa.Outcome) report.Severity {
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

// person is one entry of "people" for programs. Its names are stable.
type person struct {
	ID       string   `json:"id"`
	UPN      string   `json:"upn"`
	Name     string   `json:"name"`
	Admin    string   `json:"admin"` // yes, no, unknown
	Outcomes []string `json:"outcomes"`
	Possible []string `json:"possible"` // what may hold beside them
	Reasons  []reason `json:"reasons"`
	Sees     []string `json:"sees"`
	Day      day      `json:"on-2027-02-01"`
}

type reason struct {
	Section string     `json:"section"`
	Field   string     `json:"field"`
	Value   string     `json:"value"`
	Read    *time.Time `json:"read"` // null: not known
	Age     string     `json:"age"`
	Text    string     `json:"text"`
}

type day struct {
	Outcome    string `json:"outcome"`
	Days       int    `json:"days"`
	Exempt     bool   `json:"exempt"`
	LosesReset string `json:"loses-sspr"` // yes, no, unknown
	Text       string `json:"text"`
}

func personOf(p *mfa.Preview, i int) person {
	who, r := &p.Question.Organisation.People[i], &p.Results[i]
	shown := r.Shown()
	out := person{ID: who.ID, UPN: who.UPN, Name: who.Name, Admin: who.Admin.String(), Outcomes: shown.Codes(), Possible: (r.Possible &^ shown).Codes(), Reasons: []reason{}, Sees: p.Sees(i)}
	for _, f := range p.Reasons(i) {
		one := reason{f.Section, f.Field, f.Value, nil, f.Age(p.Question.Date), f.Text}
		if !f.Read.IsZero() {
			at := f.Read.UTC()
			one.Read = &at
		}
		out.Reasons = append(out.Reasons, one)
	}
	d := p.OnRetirement(i)
	out.Day = day{string(d.Fate), d.Days, d.Fate == mfa.FateExempt || d.Fate == mfa.FateNotGlobal, d.LosesReset.String(), d.Text}
	return out
}

// entries lists the people, the gravest first.
func entries(ctx context.Context, p *mfa.Preview) (report.Entries, error) {
	e := report.Entries{Name: "people", Title: "People"}
	for _, i := range p.Sorted() {
		if err := ctx.Err(); err != nil {
			return e, err
		}
		one := personOf(p, i)
		data, err := json.Marshal(one)
		if err != nil {
			return e, err
		}
		shown := p.Results[i].Shown()
		var words []string
		for _, o := range shown.Each() {
			words = append(words, o.Title())
		}
		title := one.Name
		if title == "" {
			title = one.UPN
		}
		e.Items = append(e.Items, report.Entry{Title: title, Severity: severity(shown.Worst()), State: strings.Join(words, ", "), Open: opened(one), Data: data})
	}
	return e, nil
}

// opened is what a person's line opens.
func opened(one person) *report.Document {
	doc := &report.Document{Title: one.Name, Subject: one.UPN}
	line := report.Timeline{Title: "What they will see, in order"}
	for _, s := range one.Sees {
		line.Items = append(line.Items, report.Event{Text: s})
	}
	why := report.Table{Title: "Why", Columns: []string{"Fact", "Value", "What it means", "How old"}}
	for _, r := range one.Reasons {
		why.Rows = append(why.Rows, []string{r.Field, r.Value, r.Text, r.Age})
	}
	doc.Blocks = append(doc.Blocks, line, why, report.Text{Text: "On 1 February 2027, if nothing is done: " + one.Day.Text})
	return doc
}
