package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/tenant"
)

// restorations are the policies that Handrail made and removed; one whose name is taken
// again stays removed.
func (w *world) restorations() (changes []guide.Change, writes []change.Write) {
	taken := map[string]bool{}
	for _, row := range w.policies {
		taken[strings.ToLower(string(row.Name))] = true
	}
	for _, row := range w.deleted {
		name := strings.ToLower(string(row.Name))
		if !w.proven(row.ID) || taken[name] {
			continue
		}
		taken[name] = true
		changes = append(changes, guide.Change{Setting: string(row.Name), Now: removedWord, After: stateWords(row.State)})
		writes = append(writes, change.Write{Verb: change.Restore, Object: deletedPath + "/" + row.ID + "/restore",
			Title: string(row.Name)})
	}
	return changes, writes
}

// readDeleted reads which policies were removed, the latest first.
func (d deps) readDeleted(ctx context.Context, w *world) error {
	w.deleted, w.deletedGap = nil, true
	if !d.runner().Can() {
		return ctx.Err()
	}
	list, err := d.Tenant.Writer.Read(ctx, deletedPath)
	if err != nil {
		return ctx.Err()
	}
	type removed struct {
		tenant.AccessPolicy
		At tenant.When `json:"deletedDateTime"`
	}
	var page struct {
		Value []removed `json:"value"`
	}
	if json.Unmarshal(list, &page) != nil || page.Value == nil {
		return ctx.Err()
	}
	slices.SortStableFunc(page.Value, func(a, b removed) int { return b.At.Compare(a.At.Time) })
	for i := range page.Value {
		w.deleted = append(w.deleted, page.Value[i].AccessPolicy)
	}
	w.deletedGap = false
	return ctx.Err()
}

// planRestore adds what comes back, and holds what would stop someone who must get in.
func (d deps) planRestore(ctx context.Context, w *world, v *guide.Visit, plan *guide.Plan) error {
	why, err := d.restoreHeld(ctx, w, v)
	switch {
	case err != nil:
		return err
	case why != "":
		plan.Summary = "Handrail does not restore the policies. " + why
		plan.Affected = []guide.Affected{{Severity: report.Problem, Text: why}}
	case w.comesBackOn():
		plan.Affected = []guide.Affected{{Severity: report.Warning,
			Text: "A policy comes back as it was, and is on at once."}}
	default:
		plan.Affected = []guide.Affected{{Severity: report.OK, Text: "No policy that comes back is on."}}
	}
	return nil
}

func (w *world) comesBackOn() bool {
	_, writes := w.restorations()
	return slices.ContainsFunc(writes, func(one change.Write) bool {
		return slices.ContainsFunc(w.deleted, func(row tenant.AccessPolicy) bool {
			return strings.Contains(one.Object, "/"+row.ID+"/") && row.State.Is(stateOn)
		})
	})
}

// restoreHeld returns why Handrail does not restore the policies; "" where it does.
func (d deps) restoreHeld(ctx context.Context, w *world, v *guide.Visit) (string, error) {
	if !w.comesBackOn() {
		return w.mayWrite(false), nil
	}
	if w.defaults != access.No {
		return "Microsoft does not restore a policy that is on beside security defaults.", nil
	}
	back := *w
	back.policies = slices.Clone(w.policies)
	_, writes := w.restorations()
	for _, row := range w.deleted {
		if slices.ContainsFunc(writes, func(one change.Write) bool {
			return strings.Contains(one.Object, "/"+row.ID+"/")
		}) {
			back.policies = append(back.policies, row)
		}
	}
	back.demand()
	return d.refused(ctx, &back, v)
}
