package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/tenant"
)

// past is what one visit sent to Microsoft, as the change log has it.
type past struct {
	visit     string
	sent      [][]byte             // the policies that it made, as they were sent
	turnedOff bool                 // it turned security defaults off
	offAt     time.Time            // when
	open      int                  // requests of which no one knows what became of them
	removed   map[string]time.Time // when it removed policies, by path
}

// recall puts what this visit and others sent to Microsoft into w.
func (d deps) recall(ctx context.Context, v *guide.Visit, w *world) error {
	w.visit, w.sent = v.ID, map[string]tenant.AccessPolicy{}
	if d.Journal == nil {
		return ctx.Err()
	}
	entries, err := d.Journal.Entries(ctx, "")
	if err != nil {
		return err
	}
	w.made, w.past = change.Proven(entries, ID, exclusion.PoliciesPath), nil
	by, order := map[string][]guide.JournalEntry{}, []string{}
	for _, e := range entries {
		if e.Guide != ID {
			continue
		}
		if by[e.Visit] == nil {
			order = append(order, e.Visit)
		}
		by[e.Visit] = append(by[e.Visit], e)
	}
	for _, visit := range order {
		w.past = append(w.past, pastOf(visit, change.Replay(by[visit])))
	}
	w.remember()
	return nil
}

func pastOf(visit string, h change.History) past {
	p := past{visit: visit, open: len(h.Unsettled()), removed: map[string]time.Time{}}
	for _, a := range h {
		if a.State == change.Failed || a.State == change.Planned {
			continue
		}
		switch {
		case a.Object == defaultsPath:
			var to struct {
				On bool `json:"isEnabled"`
			}
			p.turnedOff, p.offAt = jsonInto(a.Body, &to) && !to.On, a.At
		case a.Verb == change.Remove:
			p.removed[a.Object] = a.At
		case a.Verb == change.Create && a.Object == exclusion.PoliciesPath:
			p.sent = append(p.sent, a.Body)
		}
	}
	return p
}

func jsonInto(body []byte, into any) bool { return json.Unmarshal(body, into) == nil }

// remember takes the past of this visit, and of one that stopped halfway in this
// organisation: a policy that it made is here, and is not on.
func (w *world) remember() {
	w.turnedOff, w.unsettled = false, 0
	for _, p := range w.past {
		if p.visit != w.visit && !w.halfway(p) {
			continue
		}
		for _, body := range p.sent {
			var row tenant.AccessPolicy
			if jsonInto(body, &row) {
				w.sent[string(row.Name)] = row
			}
		}
		if p.turnedOff {
			w.turnedOff, w.offAt = true, p.offAt
		}
		w.unsettled += p.open
	}
}

// mayHaveStopped reports whether a visit turned security defaults off: what was saved before
// that is no answer any more.
func (w *world) mayHaveStopped() bool {
	return slices.ContainsFunc(w.past, func(p past) bool { return p.turnedOff })
}

func (w *world) halfway(p past) bool {
	for _, row := range w.policies {
		if w.made[row.ID].Visit == p.visit && !row.State.Is(stateOn) {
			return p.turnedOff
		}
	}
	return false
}

// stopped returns where a switch stands that did not come to its end.
func (w *world) stopped(v *guide.Visit) (f report.Finding, found bool) {
	if !w.turnedOff || w.defaults != access.No || w.policyGap || !w.open(v) {
		return f, false
	}
	return report.Finding{Code: "switch-stopped", Severity: report.Problem,
		Title: "Security defaults are off, and a policy is not on", Text: w.whereItStands(v),
		Do: "Finish the switch, or go back in the step “Keep or undo”.", Step: stepSwitch}, true
}

// whereItStands describes each part of the switch as it is now.
func (w *world) whereItStands(v *guide.Visit) string {
	parts := []string{"Security defaults: " + strings.ToLower(onOff(w.defaults)) + "."}
	for _, p := range w.acting(v) {
		parts = append(parts, "“"+p.name+"”: "+strings.ToLower(w.now(p))+".")
	}
	if w.unsettled > 0 {
		parts = append(parts, "Handrail got no answer to "+counted(w.unsettled, "request", "requests")+
			", and read the state again.")
	}
	return strings.Join(parts, " ")
}

func onOff(is access.Answer) string {
	return map[access.Answer]string{access.Yes: "On", access.No: "Off", access.Unknown: "Not known"}[is]
}
