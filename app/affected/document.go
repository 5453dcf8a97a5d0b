package affected

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/report"
)

// Words are what a heading says about a list: the number first.
type Words struct{ Headline, Progress, Since string }

// WordsOf returns the words of a list as it is at now.
func (l *List) WordsOf(p Progress, now time.Time) Words {
	must, all, act := l.Count(Yes), count(len(l.People), "person", "people"), l.Act.words()
	w := Words{Headline: figure(must) + " of " + all + " " + act.Many}
	switch {
	case must == 1:
		w.Headline = "1 of " + all + " " + act.One
	case must == 0 && l.Count(Unknown) > 0:
		w.Headline = "Not known for " + count(l.Count(Unknown), "person", "people")
	case must == 0 && len(l.Notes) > 0:
		w.Headline = "It is not known who is affected"
	case must == 0:
		w.Headline = act.None
	}
	if p.All() == 0 {
		return w
	}
	w.Progress = fmt.Sprintf("%s of %s done, %s left", figure(p.Done), figure(p.All()), figure(p.Written+p.Left))
	w.Since = sinceWords(p.Since, now)
	return w
}

// sinceWords returns since when progress is counted; "" where it is not.
func sinceWords(since, now time.Time) string {
	if since.IsZero() {
		return ""
	}
	since = since.In(now.Location())
	ago, monday := -DaysLeft(since, now), (int(now.Weekday())+6)%7 // days since Monday
	switch {
	case ago <= 0:
		return "Since today"
	case ago == 1:
		return "Since yesterday"
	case ago <= monday:
		return "Since " + since.Format("Monday, 2 January")
	case ago <= monday+7:
		return "Since last week, " + since.Format("2 January")
	}
	return "Since " + since.Format("2 January 2006")
}

// LeftWords returns how far a day is: “in 68 days”.
func LeftWords(day, now time.Time) string {
	switch days := DaysLeft(day, now); {
	case days == 0:
		return "today"
	case days == 1:
		return "tomorrow"
	case days > 1:
		return "in " + figure(days) + " days"
	case days == -1:
		return "yesterday"
	default:
		return figure(-days) + " days ago"
	}
}

// UntilWords returns the day of a person.
func (p *Person) UntilWords() string {
	switch {
	case p.Until.IsZero():
		return ""
	case p.MayBeLater:
		return p.Until.Format("2 January 2006") + " or later"
	}
	return p.Until.Format("2 January 2006")
}

// EmailWords returns whether a person was written to: when, “Not yet” where they must act, else "".
func (l *List) EmailWords(i int, k Known) string {
	p := &l.People[i]
	switch m := k[p.ID]; {
	case !m.Written.IsZero():
		return "Marked on " + m.Written.Local().Format("2 January 2006")
	case p.Must == Yes:
		return "Not yet"
	}
	return ""
}

// columns are the columns of the table of people.
var columns = []string{"Name", "Sign-in name", "Email", "Effect", "Why", "Until", "Emailed", "Department", "Manager",
	"What to do"}

func (l *List) row(i int, k Known) []string {
	p := &l.People[i]
	f := l.Fates[p.Fate]
	return []string{p.Label(), p.UPN, p.Mail, f.Title, p.Why, p.UntilWords(), l.EmailWords(i, k),
		p.Department.Label(""), p.Manager.Label(""), f.Do}
}

// Document returns people of a list as a document to save or print, with what was asked for.
func (l *List) Document(who []int, k Known, asked string, now time.Time) *report.Document {
	p := l.Progress(k)
	w := l.WordsOf(p, now)
	doc := &report.Document{Title: l.Title, Subject: asked, At: now.UTC(), Sources: []string{
		"data saved on this computer"}}
	tone := report.OK
	if l.Count(Yes) > 0 {
		tone = report.Warning
	} else if l.Count(Unknown) > 0 || len(l.Notes) > 0 {
		tone = report.Unknown
	}
	doc.Blocks = append(doc.Blocks, report.Banner{Tone: tone, Lead: w.Headline + ".", Text: l.Summary})
	facts := report.Facts{Rows: []report.Fact{
		{Name: "must-act", Label: l.Act.words().Chip, Value: strconv.Itoa(l.Count(Yes))},
		{Name: "not-known", Label: "Not known", Value: strconv.Itoa(l.Count(Unknown))},
		{Name: "done", Label: "Done", Value: strconv.Itoa(p.Done)},
		{Name: "emailed", Label: "Emailed, and not done", Value: strconv.Itoa(p.Written)},
		{Name: "not-emailed", Label: "Not yet emailed", Value: strconv.Itoa(p.Left)}}}
	for _, d := range l.Days() {
		facts.Rows = append(facts.Rows, report.Fact{Name: "until-" + d.On.Format(time.DateOnly),
			Label: "Until " + d.On.Format("2 January 2006") + ", " + LeftWords(d.On, now), Value: strconv.Itoa(d.People)})
	}
	doc.Blocks = append(doc.Blocks, facts)
	for _, note := range l.Notes {
		doc.Blocks = append(doc.Blocks, report.Text{Text: note})
	}
	if days := l.ByDay(k); len(days) > 0 {
		t := report.Table{Title: "Done by day", Columns: []string{"Day", "People"}, Right: []bool{false, true}}
		for _, d := range days {
			t.Rows = append(t.Rows, []string{d.Day.Format("2 January 2006"), strconv.Itoa(d.People)})
		}
		doc.Blocks = append(doc.Blocks, t)
	}
	t := report.Table{Title: "People", Columns: []string{"Person", "Effect", "Why", "Until", "Emailed", "Department"},
		Rows: make([][]string, 0, len(who))}
	for _, i := range who {
		one := l.row(i, k)
		t.Rows = append(t.Rows, []string{one[0], one[3], one[4], one[5], one[6], one[7]})
	}
	doc.Blocks = append(doc.Blocks, t)
	return doc
}

// count returns a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return figure(n) + " " + many
}

// figure writes a number with a comma before each three digits: "1,000".
func figure(n int) string {
	s := strconv.Itoa(n)
	var parts []string
	for len(s) > 3 && s[len(s)-4] != '-' {
		parts = append([]string{s[len(s)-3:]}, parts...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), ",")
}
