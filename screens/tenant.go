package screens

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// What the screens of an organisation share: which one it is, how old what is
// kept of it is, how it is refreshed, and the ways to connect.

// connectGuide is the guide that signs in.
const connectGuide = "connect"

// connection is which organisation is shown and whether Microsoft can be asked.
type connection struct {
	all      []tenant.Organisation
	one      tenant.Organisation // the one shown; zero where none is connected
	signedIn bool
}

// connected reports whether there is an organisation at all.
func (c connection) connected() bool { return c.one.ID != "" }

// fetchConnection runs in a job.
func fetchConnection(ctx context.Context, l tenant.Connection) (c connection, err error) {
	var current string
	if c.all, current, err = l.Organisations(ctx); err != nil {
		return c, err
	}
	for _, o := range c.all {
		if o.ID == current {
			c.one = o
		}
	}
	if c.connected() {
		c.signedIn = l.SignedIn(ctx)
	}
	return c, nil
}

// fetchStatuses runs in a job and returns the status of each section that was
// ever tried, by id.
func fetchStatuses(ctx context.Context, v tenant.View) (map[string]tenant.Status, error) {
	all, err := v.Statuses(ctx)
	by := map[string]tenant.Status{}
	for _, s := range all {
		by[s.Section] = s
	}
	return by, err
}

// sectionOf returns a section by its id, with what is known of it.
func sectionOf(id string) tenant.Section {
	s, _ := tenant.SectionByID(id)
	return s
}

// dataFrom describes from when rows are: "Data from 12 Nov 2026 09:14 (10 days ago)".
// old reports whether they are older than the section allows, or of unknown age.
func dataFrom(s tenant.Status, sec tenant.Section, now time.Time) (words string, old bool) {
	if s.Completed.IsZero() {
		return "Not read yet", true
	}
	words, old = "Data from "+when(s.Completed, now), s.Stale(now, sec.MaxAge)
	switch _, known := s.Age(now); {
	case !known:
		words += ". This computer’s clock is behind that time"
	case old:
		words += ", older than " + span(sec.MaxAge)
	}
	return words, old
}

// span writes a length of time in words.
func span(d time.Duration) string {
	if d < 24*time.Hour {
		return plural(int(d/time.Hour), "hour")
	}
	return plural(int(d/(24*time.Hour)), "day")
}

// badge shows how old a section is, and why it is not newer.
func badge(s tenant.Status, id string, now time.Time, title string) fyne.CanvasObject {
	sec := sectionOf(id)
	words, old := dataFrom(s, sec, now)
	icon := "clock"
	if title != "" {
		words = title + ": " + strings.ToLower(words[:1]) + words[1:]
	}
	switch {
	case missing(s.State):
		words, old, icon = words+". "+s.Message, true, "lock"
	case s.Message != "":
		words, old, icon = words+". "+s.Message, true, "look"
	case old:
		icon = "behind"
	}
	return parts.NewBadge(icon, strings.TrimSuffix(words, ".")+".", old)
}

// missing reports whether someone must grant something first.
func missing(s tenant.State) bool {
	return s == tenant.NeedsConsent || s == tenant.NeedsRole || s == tenant.NeedsLicence
}

// wordsToSend is what a person can send to anyone who may grant what is missing.
func wordsToSend(sec tenant.Section, s tenant.Status, organisation string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Handrail reads our Microsoft 365 organisation %s, to prepare changes safely. It could not read "+
		"“%s”.\n\n", organisation, sec.Title)
	if sec.Why != "" {
		fmt.Fprintf(&b, "What it is for: %s\n", sec.Why)
	}
	fmt.Fprintf(&b, "What happened: %s\n", s.Message)
	if s.Hint != "" {
		fmt.Fprintf(&b, "What is needed: %s\n", s.Hint)
	}
	switch s.State {
	case tenant.NeedsConsent:
		fmt.Fprintf(&b, "The permission to grant: %s (delegated, read only).\n", strings.Join(sec.Scopes, ", "))
	case tenant.NeedsRole:
		if len(sec.Roles) > 0 {
			fmt.Fprintf(&b, "One of these roles is enough: %s.\n", strings.Join(sec.Roles, ", "))
		}
	}
	b.WriteString("\nThis permission is read-only. Handrail cannot change anything with it.\n")
	return b.String()
}

// copyWords is the button that copies the words to send and then shows them.
func copyWords(w *Window, text string, changed func()) fyne.CanvasObject {
	box := parts.Column(8)
	box.Add(parts.Flush(parts.NewButton("Copy message to send", parts.Quiet, "copy", func() {
		w.copy(text)
		if len(box.Objects) == 1 {
			box.Add(parts.NewBanner(report.OK, "Copied.", text))
			changed()
		}
	})))
	return box
}

// connect continues with the visit that signs in, or begins one.
func (w *Window) connect() {
	w.back = nil
	w.openConnect()
}

func (w *Window) openConnect() {
	for _, g := range w.p.Guides {
		if g.ID != connectGuide {
			continue
		}
		var open string
		w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
			visits, err := w.p.Visits.Visits(ctx)
			for _, v := range visits {
				if v.Guide == connectGuide && v.Ended.IsZero() {
					open = v.ID
				}
			}
			return err
		}, nil, func(err error) {
			if err != nil || open == "" {
				w.startVisit(g)
				return
			}
			w.openVisit(open, "", false)
		})
		return
	}
	w.Show("guides")
}

// loadFoot shows at the foot of the rail which organisation it is and how old
// its oldest data is.
func (w *Window) loadFoot() {
	if w.p.Tenant == nil {
		return
	}
	var c connection
	var oldest time.Time
	var typed string
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		if c, err = fetchConnection(ctx, w.p.Tenant); err != nil {
			return err
		}
		if !c.connected() {
			kept, err := w.p.Settings.Settings(ctx)
			typed = kept[guide.DomainSetting]
			return err
		}
		v, err := w.p.Tenant.View(ctx)
		if err != nil {
			return err
		}
		all, err := v.Statuses(ctx)
		for _, s := range all {
			if !s.Completed.IsZero() && (oldest.IsZero() || s.Completed.Before(oldest)) {
				oldest = s.Completed
			}
		}
		return err
	}, nil, func(err error) {
		if err != nil && app.CodeOf(err) != app.NotFound {
			logError(err) // the screens show it in words
		}
		w.footOf(c, oldest, typed)
	})
}

// footOf fills the foot. typed is the domain that the person entered; "" for none.
func (w *Window) footOf(c connection, oldest time.Time, typed string) {
	line := "No data yet"
	if !oldest.IsZero() {
		line = "Data from " + moment(oldest)
	}
	switch {
	case !c.connected() && w.p.Organisation == "" && typed != "":
		w.rail.SetFoot(typed, "", "Connect organisation", func() { w.Show("organisation") })
	case !c.connected() && w.p.Organisation == "":
		w.rail.SetFoot("No organisation yet", "", "Connect organisation", func() { w.Show("organisation") })
	case !c.connected():
		w.setFoot()
	case c.signedIn:
		w.rail.SetFoot(c.one.Name, line, "Refresh", func() { w.Show("organisation/refresh") })
	default:
		w.rail.SetFoot(c.one.Name, line, "Connect to refresh", w.connect)
	}
}
