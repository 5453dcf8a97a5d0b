package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/exclusion"
	"handrail/app/tenant"
)

// standing adds to the error of an act how each of its settings is now, where a request of
// it may have taken effect: before is how many had before the act.
func (d deps) standing(ctx context.Context, v *guide.Visit, plan *guide.Plan, before int, failed error) error {
	return d.runner().Failed(ctx, v.ID, before, failed, func(ctx context.Context) []guide.Change {
		w, fresh, err := d.loadFresh(ctx, v, nil)
		if err != nil || !fresh {
			return nil
		}
		now := slices.Clone(plan.Changes)
		for n, c := range now {
			now[n].Now = w.settingNow(c)
			for _, row := range d.endRows(w, v) { // of an exclusion
				if row.Setting == c.Setting {
					now[n].Now = row.Now
				}
			}
		}
		return now
	})
}

// settingNow returns how a setting of a plan is, in the words of plans.
func (w *world) settingNow(c guide.Change) string {
	if c.Setting == defaultsSetting {
		return onOff(w.defaults)
	}
	row, there := w.named(c.Setting)
	if !there {
		for _, p := range w.policies {
			if p.Name.Is(c.Setting) {
				row, there = p, true
			}
		}
	}
	switch {
	case there:
		return stateWords(row.State)
	case c.After == removedWord || c.Now == removedWord:
		return removedWord
	}
	return stateWords(tenant.Text(""))
}

// stoppedAt describes, from the change log of a visit, what of its latest change was made.
func stoppedAt(entries []guide.JournalEntry) string {
	from := 0
	for n, e := range entries { // the latest change begins where its settings were sent
		if e.Step != change.Exact && e.Step != change.Proof && e.State == string(change.Sent) &&
			(n == 0 || entries[n-1].State != e.State) {
			from = n
		}
	}
	names := map[string]string{defaultsPath: defaultsSetting}
	for id, made := range change.Proven(entries, ID, exclusion.PoliciesPath) {
		names[exclusion.PoliciesPath+"/"+id], names[deletedPath+"/"+id+"/restore"] = made.Title, made.Title
	}
	var parts []string
	for _, a := range change.Replay(entries[from:]) {
		name := names[a.Object]
		if a.Verb == change.Create {
			name = nameIn(a.Body)
		}
		word := map[change.State]string{change.Confirmed: "made", change.Failed: "refused",
			change.Planned: "not sent"}[a.State]
		if word == "" {
			word = "not known"
		}
		if name == "" && strings.HasPrefix(a.Object, exclusion.PoliciesPath+"/") {
			name = "Exclusions of a policy"
		}
		if name != "" {
			parts = append(parts, "“"+name+"”: "+word+".")
		}
	}
	if len(parts) == 0 {
		return "Nothing was sent to Microsoft."
	}
	return strings.Join(parts, " ") + " Everything else was not sent."
}
