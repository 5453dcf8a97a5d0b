package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// onlyPhones is the number of a guide that the list of people with only phone methods stands in for.
const onlyPhones = "only-phones"

// homeFigures are the numbers about the organisation. Each is that of its page: those of a list are how many people the
// list has, and what a guide counts comes from the guide.
type homeFigures struct {
	conn   connection
	status map[string]tenant.Status
	counts map[tenant.PeopleFilter]int
	guides []guide.Counted
}

// gap returns what is lacking of the people.
func (f *homeFigures) gap() dataGap { return gapOf(f.conn, f.status, tenant.SectionUsers) }

// empty reports whether no one is saved, so that there are no figures.
func (f *homeFigures) empty() bool { return f.counts[tenant.AllPeople] == 0 }

// loadPeople reads how people sign in, from the saved data. There is nothing while no organisation is connected.
func (h *home) loadPeople() {
	if h.w.p.Tenant == nil {
		h.ended(nil)
		return
	}
	var found *homeFigures
	visits := h.visits
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		found, err = h.w.fetchFigures(ctx, visits)
		return err
	}, nil, func(err error) {
		h.people = found
		if app.CodeOf(err) == app.NotFound {
			err = nil // Organisation and People show it in words
		}
		h.ended(err)
	})
}

// fetchFigures runs in a job; nil where no organisation is connected.
func (w *Window) fetchFigures(ctx context.Context, visits []guide.Visit) (*homeFigures, error) {
	conn, err := fetchConnection(ctx, w.p.Tenant)
	if err != nil || !conn.connected() {
		return nil, err
	}
	view, err := w.p.Tenant.View(ctx)
	if err != nil {
		return nil, err
	}
	f := &homeFigures{conn: conn}
	if f.status, err = fetchStatuses(ctx, view); err != nil {
		return nil, err
	}
	if f.counts, err = view.Count(ctx); err != nil {
		return nil, err
	}
	if f.empty() {
		return f, nil
	}
	f.guides, err = guide.CountAll(ctx, w.p.Guides, visits)
	return f, err
}

// none is the line of Home where no one is saved: what is lacking, or that Microsoft returned no one.
func (f *homeFigures) none(h *home) homeLine {
	l := homeLine{key: "people", rank: report.Unknown.Rank(), state: parts.SeverityChip(report.Unknown)}
	if g := f.gap(); g.kind != noGap {
		l.fact, l.why = g.fact(), g.why()
		l.label, l.on = g.action(h.w)
		return l
	}
	l.fact = "Microsoft returned no people"
	l.why = "Handrail read the list, and it was empty. " + strings.TrimSuffix(f.age(tenant.SectionUsers, h.w.now()), ".")
	l.label, l.on = "Show the list", func() { h.w.Show("people") }
	return l
}

// age returns from when a section is.
func (f *homeFigures) age(section string, now time.Time) string {
	words, _ := dataFrom(f.status[section], sectionOf(section), now)
	return words + "."
}

// lines are the numbers that need the person, each with the page that says the same.
func (f *homeFigures) lines(h *home) (lines []homeLine) {
	if f.empty() {
		return []homeLine{f.none(h)}
	}
	counted := false
	for _, c := range f.guides {
		counted = counted || c.Code == onlyPhones && c.Severity != report.Unknown
		if c.Count > 0 && c.Severity.NeedsAction() {
			lines = append(lines, homeLine{key: "count-" + c.Guide + "-" + c.Code, rank: c.Severity.Rank(),
				state: parts.SeverityChip(c.Severity), fact: c.Title, why: c.Text + f.old(tenant.SectionRegistration, h.w.now()),
				label: "See who is affected", on: func() { h.w.openCounted(c) }})
		}
	}
	add := func(s report.Severity, list tenant.PeopleFilter, one, many, why string) {
		n := f.counts[list]
		if n == 0 || f.status[tenant.SectionRegistration].Completed.IsZero() {
			return
		}
		words, label := many, "See the "+guide.Figures(n)+" people"
		if n == 1 {
			words, label = one, "See the person"
		}
		lines = append(lines, homeLine{key: "list-" + string(list), rank: s.Rank(), state: parts.SeverityChip(s),
			fact: fmt.Sprintf(words, guide.Figures(n)), why: why + f.old(tenant.SectionRegistration, h.w.now()), label: label,
			on: func() { h.w.Show("people/" + string(list)) }})
	}
	add(report.Problem, tenant.BrokenMFA, "%s person has only sign-in methods that are not allowed",
		"%s people have only sign-in methods that are not allowed", "They cannot complete MFA today.")
	add(report.Warning, tenant.WeakAdmins, "%s administrator is at risk of phishing",
		"%s administrators are at risk of phishing", "They have no phishing-resistant method, such as a passkey.")
	if !counted { // the guide cannot say it yet: what the list has is another number, in other words
		add(report.Warning, tenant.PhoneOnly, "%s person has registered only phones", "%s people have registered only phones",
			phonesEnd(h.w.now()))
	}
	add(report.Warning, tenant.NoMFA, "%s person has no MFA method", "%s people have no MFA method",
		"They have registered no method to verify a sign-in.")
	return lines
}

// phonesEnd returns in one sentence when text messages and phone calls end.
func phonesEnd(now time.Time) string {
	if left := mfa.DaysLeft(now); left > 0 {
		return "Text messages and calls end in " + guide.Count(left, "day", "days") + ", on " +
			mfa.DayWords(mfa.Retirements().First) + "."
	}
	return mfa.Retirements().Sentence(now)
}

// old returns from when a number is where its data is older than it should be.
func (f *homeFigures) old(section string, now time.Time) string {
	words, old := dataFrom(f.status[section], sectionOf(section), now)
	if !old {
		return ""
	}
	return " " + words + "."
}

// openCounted opens the step that says a number, in the visit under way or a new one.
func (w *Window) openCounted(c guide.Counted) {
	if c.Visit != "" {
		w.openVisit(c.Visit, c.Step, false)
		return
	}
	i := slices.IndexFunc(w.p.Guides, func(g guide.Guide) bool { return g.ID == c.Guide })
	if i >= 0 {
		w.startAt(w.p.Guides[i], "", true)
	}
}

// section returns how people sign in, what of it is not known, and from when that is.
func (f *homeFigures) section(h *home) fyne.CanvasObject {
	known := f.counts[tenant.AllPeople] - f.counts[tenant.UnknownState]
	able := known - f.counts[tenant.NoMFA] - f.counts[tenant.BrokenMFA]
	lead := fmt.Sprintf("%s of %s can use multifactor authentication (MFA).", guide.Figures(able), people1(known))
	if known == 0 {
		lead = "It is not known who can use multifactor authentication (MFA)."
	}
	body := []fyne.CanvasObject{parts.Text(lead)}
	if n := f.counts[tenant.UnknownState]; n > 0 {
		why := "Microsoft’s registration report does not show whether they can complete MFA."
		switch g := gapOf(f.conn, f.status, tenant.SectionRegistration); g.kind {
		case noGap:
		case notAsked:
			why = "Handrail has not read their sign-in methods."
		default:
			why = g.fact() + " " + g.st.Message
		}
		fact := "The MFA state of " + guide.Count(n, "person", "people") + " is not known"
		body = append(body, parts.NewRows(parts.NewAnswer(parts.SeverityChip(report.Unknown), parts.Bold(fact),
			parts.Muted(why), h.button("list-unknown", "Show people", parts.Plain, "",
				func() { h.w.Show("people/" + string(tenant.UnknownState)) }))))
	}
	body = append(body, badge(f.status[tenant.SectionRegistration], tenant.SectionRegistration, h.w.now(),
		"Registered methods"))
	return parts.Section("How people sign in", body...)
}
