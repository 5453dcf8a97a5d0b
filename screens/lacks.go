package screens

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// planNames are the licences that a section can need, as Microsoft names them.
var planNames = map[string]string{tenant.PlanP1: "Entra ID P1", tenant.PlanP2: "Entra ID P2"}

// lackOfSection returns what is missing to read a section; ok is false where nothing is known to be missing.
func lackOfSection(id string, st tenant.Status) (l lack, ok bool) {
	if !missing(st.State) {
		return l, false
	}
	s, _ := tenant.NotRead(st, id)
	sec := sectionOf(id)
	l = lack{state: s.State, of: []string{s.Title}, ids: []string{id}, why: strings.TrimSpace(s.Message + " " + s.Hint),
		spare: sec.Optional}
	switch s.State {
	case tenant.NeedsRole:
		l.roles = sec.Roles
	case tenant.NeedsConsent:
		l.scopes = sec.Scopes
	case tenant.NeedsLicence:
		l.plan = planNames[sec.Plan]
	}
	return l, true
}

// together adds l to all, to the one that the same thing mends where there is one.
func together(all []lack, l lack) []lack {
	for i, o := range all {
		if o.state == l.state && o.write == l.write && o.plan == l.plan && slices.Equal(o.roles, l.roles) &&
			slices.Equal(o.scopes, l.scopes) {
			for n, id := range l.ids {
				if !slices.Contains(o.ids, id) {
					all[i].ids, all[i].of = append(all[i].ids, id), append(all[i].of, l.of[n])
				}
			}
			all[i].spare = o.spare && l.spare
			return all
		}
	}
	return append(all, l)
}

// spared reports whether g has another way where a section cannot be read, or does not need it.
func spared(g guide.Guide, id string, state tenant.State) bool {
	needed := false
	for _, n := range g.Needs {
		if !slices.Contains(n.Sections, id) {
			continue
		}
		if n.Optional {
			return true
		}
		needed = needed || !n.Licence || state == tenant.NeedsLicence
	}
	return !needed && state == tenant.NeedsLicence
}

// fetchGaps runs in a job and returns what is missing to read the sections among names, on which a look rests. A
// section that was never asked for is not among them: the look tells that it was not read.
func (w *Window) fetchGaps(ctx context.Context, g guide.Guide, names []string) (all []lack) {
	if w.p.Tenant == nil || len(names) == 0 {
		return nil
	}
	view, err := w.p.Tenant.View(ctx)
	if err != nil {
		return nil // the look tells that no organisation is connected
	}
	for _, id := range names {
		st, err := view.Status(ctx, id)
		if err != nil {
			logError(err)
			continue
		}
		if l, ok := lackOfSection(id, st); ok {
			l.spare = l.spare || spared(g, id, st.State)
			all = together(all, l)
		}
	}
	return w.inOrg(ctx, all)
}

// inOrg adds to each lack who can help.
func (w *Window) inOrg(ctx context.Context, all []lack) []lack {
	if len(all) == 0 {
		return nil
	}
	org := w.fetchOrg(ctx)
	org.readHolders(ctx, w.p.Tenant)
	for i := range all {
		all[i].org = org
	}
	return all
}

// fetchLacks runs in a job and returns what the account is known to lack for the writes of p. What is not known is
// never lacking.
func (w *Window) fetchLacks(ctx context.Context, g guide.Guide, step guide.Step, v *guide.Visit,
	p *guide.Plan) (all []lack) {
	if step.Apply == nil || p == nil || p.Unchanged() || w.p.Tenant == nil {
		return nil
	}
	org := w.fetchOrg(ctx)
	org.readHolders(ctx, w.p.Tenant)
	org.readData(ctx, w.p.Tenant, g)
	for _, r := range g.RightsOf(step, v, p) {
		if org.lacks(r.Roles) {
			all = together(all, lack{state: tenant.NeedsRole, roles: r.Roles, write: r.For, role: org.activates(r.Roles)})
		}
	}
	for _, n := range g.Needs {
		if !n.Optional {
			for _, l := range org.lacksOf(n) {
				all = together(all, l)
			}
		}
	}
	for i := range all {
		all[i].org = org
	}
	return all
}

// lacksOf returns what is known to be missing for the data that a need names.
func (o orgState) lacksOf(n guide.Need) (all []lack) {
	for _, id := range n.Sections {
		l, ok := lackOfSection(id, o.sections[id])
		if ok && (!n.Licence || l.state == tenant.NeedsLicence) {
			l.org = o
			all = together(all, l)
		}
	}
	return all
}

// lead returns what cannot be done, in one sentence.
func (l lack) lead() string {
	switch {
	case l.write != "":
		return "Your account may not change " + l.write + "."
	case l.state == tenant.NeedsRole:
		return "Your account may not read: " + guide.AllNames(l.of) + "."
	case l.state == tenant.NeedsLicence:
		return "A licence is missing for: " + guide.AllNames(l.of) + "."
	}
	return "A permission is missing for: " + guide.AllNames(l.of) + "."
}

// lackPart draws what is missing, who can help, and a text to send them. rows is what is to be changed; may be empty.
func (w *Window) lackPart(g guide.Guide, l lack, rows []string, changed func()) fyne.CanvasObject {
	tone, text := report.Warning, l.why
	if l.spare {
		tone, text = report.Note, strings.TrimSpace(text+" The guide can do without it.")
	}
	need := l.need()
	if l.state == tenant.NeedsLicence && l.plan == "" {
		need = "A licence. Microsoft does not say which."
	}
	lines := []fyne.CanvasObject{line(true, parts.Muted("What is missing"), parts.Text(need), nil),
		line(true, parts.Muted("Who can help"), parts.Text(strings.Join(l.helpers(), "\n")), nil)}
	return parts.Column(8, parts.NewBanner(tone, l.lead(), text), parts.NewRows(lines...),
		copyWords(w, l.message(g, "", l.lead(), rows), changed))
}

// drawGaps draws what could not be read for the open step, because a role, a permission or a licence is missing: above
// what was found, or with spare what the guide does not need, below it.
func (z *wizard) drawGaps(spare bool) []fyne.CanvasObject {
	if z.found.doc == nil {
		return nil
	}
	var all []fyne.CanvasObject
	for _, l := range z.found.gaps {
		if l.spare == spare {
			all = append(all, z.w.lackPart(z.s.Guide(), l, nil, z.page.Refresh))
		}
	}
	if len(all) == 0 {
		return nil
	}
	title := "What Handrail could not read"
	if spare {
		title = "What Handrail did not read"
	}
	return []fyne.CanvasObject{parts.Section(title, all...)}
}
