package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/syncid"
	"handrail/app/report"
)

// groupName returns the name of the group of a visit.
func groupName(v *guide.Visit) string {
	if v.Answer(askGroup) == groupExisting {
		return strings.TrimSpace(v.Answer(askGroupName))
	}
	return nameGroup
}

// readCrew reads the group of a visit, and who is in it now, into w.
func (d deps) readCrew(ctx context.Context, v *guide.Visit, w *world) (err error) {
	w.crew = breakglass.Group{Name: groupName(v), Found: access.No}
	if v.Answer(askGroup) == groupExisting {
		if w.crew, err = exclusion.Named(ctx, w.have, groupName(v)); err != nil {
			return err
		}
	} else if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return err
		}
		w.made = exclusion.Made(entries, ID)
		if w.crew.ID = w.made; w.crew.ID != "" {
			w.crew.Found = access.Unknown // until it was read
		}
	}
	if w.crew.ID == "" {
		return nil
	}
	err = exclusion.Now(ctx, d.writer(), w.have, &w.crew, w.labelAt)
	w.names[strings.ToLower(w.crew.ID)] = w.crew.Name // one that is newer than what is saved
	return err
}

// labelAt names an identity by its ID; "" where it is none.
func (w *world) labelAt(id string) string {
	for n, i := range w.identities {
		if strings.EqualFold(i.ID, id) {
			return w.labels()[n]
		}
	}
	return ""
}

// newly is about the policies that reach the accounts only once they are in the group.
func (w *world) newly() (all []guide.Affected) {
	var stop, unsure []string
	if _, out := w.outside(); w.crew.ID == "" || len(out) == 0 {
		return nil
	}
	for _, row := range w.policies {
		if !row.Conditions.Users.IncludeGroups.Has(w.crew.ID) {
			continue
		}
		switch now, after := w.worstOf(row, ""), w.worstOf(row, w.crew.ID); {
		case after == now || after == syncid.Spares:
		case after == syncid.NotSure:
			unsure = append(unsure, w.calledRow(row))
		default:
			stop = append(stop, w.calledRow(row))
		}
	}
	if len(stop) > 0 {
		all = append(all, guide.Affected{Severity: report.Problem, Names: stop,
			Text: "These policies are for the group, so they stop the sync once the account is in it:"})
	}
	if len(unsure) > 0 {
		all = append(all, guide.Affected{Severity: report.Unknown, Names: unsure,
			Text: "These policies are for the group. It is not known whether they stop the sync:"})
	}
	return all
}

// unfit returns why the accounts do not go into the group, and no policy excludes it; "" where they may.
func (w *world) unfit(v *guide.Visit) string {
	if w.crew.ID == "" && v.Answer(askGroup) != groupExisting {
		return ""
	}
	if _, why := w.crew.Fit(); why != "" || w.crew.ID == "" {
		return why
	}
	if out, _ := w.outside(); len(out) == 0 || w.crew.RoleAssignable == access.No {
		return ""
	}
	var gives []string
	for _, h := range w.holdings {
		of := strings.EqualFold(h.Through, w.crew.ID) || strings.EqualFold(h.Account, w.crew.ID)
		if of && !slices.Contains(gives, h.RoleName) {
			gives = append(gives, h.RoleName)
		}
	}
	switch {
	case len(gives) > 0:
		return "It holds admin roles, which the account would get: " + strings.Join(gives, ", ") + "."
	case w.made == "" && !w.rolesKnown:
		return "It is not known whether it holds admin roles, which the account would get."
	}
	return ""
}
