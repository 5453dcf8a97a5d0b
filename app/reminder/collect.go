package reminder

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/tenant"
)

// Domains is what is remembered of mail domains.
type Domains interface {
	history.Past
	history.Gaps
	Known(ctx context.Context) ([]history.Look, error)
}

// Sources are what reminders are found in. What is nil or zero is not there.
type Sources struct {
	Guides   []guide.Guide
	Overview guide.Overview // of all visits, with what guides report of them
	Domains  Domains
	// View is the organisation that is connected, as it is saved; nil: none is.
	View         tenant.Reader
	Organisation tenant.Organisation
	SignedIn     bool                 // Microsoft can be asked without a new sign-in
	Accepted     []history.Acceptance // changes that someone accepted
}

// Collect returns everything that waits or ends. now is in the time zone of the person.
func Collect(ctx context.Context, s Sources, now time.Time) (List, error) {
	l := List{At: now, Organisation: s.Organisation.ID}
	l.waiting(s.Overview, now)
	l.ends(s, now)
	l.accepted(s.Accepted, now)
	if s.Domains != nil {
		if err := l.domains(ctx, s, now); err != nil {
			return List{}, err
		}
	}
	if s.View != nil {
		if err := l.organisation(ctx, s, now); err != nil {
			return List{}, err
		}
	}
	l.sort(now)
	return l, ctx.Err()
}

func (l *List) add(r Reminder) { l.All = append(l.All, r) }

// waiting adds the steps of visits that wait, those whose wait is over, and the days that guides report.
func (l *List) waiting(o guide.Overview, now time.Time) {
	for _, it := range slices.Concat(o.Attention, o.Waiting) {
		if it.At.IsZero() {
			continue // it needs the person, and waits for nothing
		}
		r := Reminder{Kind: Waiting, ID: id(Waiting, it.Visit, it.Step), Title: it.StepTitle, About: it.Name(), Why: it.Why,
			Guide: it.Guide, Visit: it.Visit, Step: it.Step}
		if it.Notice != "" {
			r.Kind, r.ID = Exceptions, id(Exceptions, it.Visit, it.Notice, it.Headline)
			r.About, r.Names = it.Headline, true
			r.Why = "“" + it.Title + "” has this day. Open the guide to see whom it is about."
		}
		r.at(it.At, now)
		l.add(r)
	}
}

// ends adds what Microsoft ends and the guides prepare for. What has ended for good is no longer a date to wait for.
func (l *List) ends(s Sources, now time.Time) {
	for _, g := range s.Guides {
		for _, e := range g.Ends {
			if e.Public && !public(s.Organisation) {
				continue
			}
			r := Reminder{Kind: Microsoft, ID: id(Microsoft, g.ID, e.Code), Title: e.Title, Why: e.Why, Guide: g.ID,
				Visit: underWay(s.Overview, g.ID)}
			if r.Visit != "" { // where the visit stands, unless the date has a step of its own
				r.Step = e.Step
			}
			if e.On.IsZero() {
				r.Why += " Microsoft has not announced a day."
			} else {
				r.onDay(e.On.Date())
			}
			if !r.Known() || !r.Past(now) {
				l.add(r)
			}
		}
	}
}

// underWay returns the visit of a guide that was changed last and has not ended; "" where there is none.
func underWay(o guide.Overview, of string) string {
	for _, it := range slices.Concat(o.UnderWay, o.Attention, o.Waiting) {
		if it.Guide == of && it.Visit != "" && it.Notice == "" {
			return it.Visit
		}
	}
	return ""
}

// public reports whether an organisation is in Microsoft’s public cloud, as far as is known.
func public(o tenant.Organisation) bool {
	return o.Cloud == "" || o.Cloud == "global" || o.Cloud == "local"
}

// accepted adds the last days of accepted changes. One without an end has no date, as the person chose.
func (l *List) accepted(all []history.Acceptance, now time.Time) {
	seen := map[string]bool{}
	for _, a := range all {
		day, err := time.Parse(time.DateOnly, a.Until)
		if a.Until == "" || !a.Withdrawn.IsZero() || err == nil && a.Ended(now) {
			continue
		}
		p := a.Key()
		r := Reminder{Kind: Exceptions, ID: id(Exceptions, "accepted", p.Section, p.ID, p.Field), Place: "changes",
			Title: "Last day of an accepted change", About: strings.TrimSpace(a.Text), Names: true,
			Why: "After this day, Handrail shows the change again. Decide whether it is still fine."}
		if err != nil {
			r.Why = "Handrail does not understand the day on which this ends. Accept the change again."
		} else {
			r.onDay(day.Date())
		}
		if same := r.About + "\n" + a.Until; !seen[same] { // of many people it is one sentence
			seen[same] = true
			l.add(r)
		}
	}
}
