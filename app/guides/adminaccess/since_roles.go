package adminaccess

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/guide/frame"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// offered is what Microsoft offers as roles. Stored.
type offered struct {
	At  time.Time `json:"at"`
	IDs []string  `json:"ids"`
}

// offers returns the built-in roles that the organisation has, with their names by ID; At is
// zero where they were not read.
func (w *world) offers(ctx context.Context) (o offered, live definitions, err error) {
	if live, err = w.definitions(ctx); err != nil || live.gap != nil || len(live.names) == 0 {
		return o, live, err // no organisation is without roles
	}
	st, err := w.have.Status(ctx, tenant.SectionDefinitions)
	o.At = st.Completed
	for id := range live.names {
		o.IDs = append(o.IDs, id)
	}
	slices.Sort(o.IDs)
	return o, live, err
}

// rolesAdded returns the roles that Microsoft added since a record: by its own list, or by
// the one of Handrail, which comes with each version.
func (w *world) rolesAdded(ctx context.Context, before snapshot, now time.Time) (all []report.Finding, err error) {
	o, live, err := w.offers(ctx)
	if err != nil {
		return nil, err
	}
	var added []string
	if !o.At.IsZero() && len(before.Offered.IDs) > 0 {
		added = roles.Compare(o.IDs, before.Offered.IDs).First
	}
	for _, r := range roles.All() {
		known := len(before.KnownRoles) == 0 || slices.Contains(before.KnownRoles, r.ID) ||
			slices.Contains(before.Offered.IDs, r.ID)
		if !known && !slices.Contains(added, r.ID) {
			added = append(added, r.ID)
		}
	}
	added = slices.DeleteFunc(added, func(id string) bool {
		r, ok := roles.ByID(id)
		return ok && (r.Sync || r.Automatic)
	})
	if len(added) > 0 {
		var words []string
		for _, id := range added {
			words = append(words, live.name(w, id))
		}
		slices.Sort(words)
		all = append(all, report.Finding{Code: "roles-added", Severity: report.Warning,
			Title: "Microsoft added " + counted(len(added), "role", "roles") + " since the record",
			Text:  strings.Join(few(words), ", ") + ". " + w.covers(added),
			Do:    "Decide whether the policies should name them."})
	}
	gaps := slices.Concat(w.have.Missing, w.have.Doubtful)
	open := frame.NotSince(gaps, now, longAgo, tenant.SectionDefinitions)
	if len(before.Offered.IDs) > 0 && (o.At.IsZero() || len(open) > 0) {
		f := report.Finding{Code: "not-compared", Severity: report.Unknown, Subject: tenant.SectionDefinitions,
			Title: "It is not known whether Microsoft added roles", Text: "Handrail could not read its list of roles."}
		if len(open) > 0 {
			f.Text, f.Do = open[0].Text, open[0].Do
		}
		all = append(all, f)
	}
	return all, nil
}

// rolesSince compares the roles that someone holds with those of a record.
func (w *world) rolesSince(before snapshot, at time.Time, means string) (all []report.Finding) {
	switch _, known := w.have.Gap(tenant.SectionRoles); {
	case !known:
		return all // said with the data that was not read
	case before.RolesAt.IsZero():
		return append(all, report.Finding{Code: "not-compared", Severity: report.Unknown,
			Subject: tenant.SectionRoles, Title: "It is not known whether someone holds a new role",
			Text: "The roles could not be read whole for the record.", Do: "Save the report again."})
	case !at.After(before.RolesAt):
		return all
	}
	if held := roles.Uncovered(roles.Held(w.holdings), before.Held); len(held) > 0 {
		all = append(all, report.Finding{Code: "roles-newly-held", Severity: report.Warning,
			Title: counted(len(held), "role is", "roles are") + " held that no one held for the record",
			Text:  strings.Join(few(w.heldWords(held)), "; ") + ". " + w.covers(held),
			Do:    "Check whether the policies should name them."})
		if f := &all[len(all)-1]; means != meansPolicies {
			f.Text, f.Do = strings.Join(few(w.heldWords(held)), "; ")+".", "Check whether these people need the roles."
		}
	}
	if !w.rolesKnown {
		all = append(all, report.Finding{Code: "not-compared", Severity: report.Unknown, Subject: tenant.SectionRoles,
			Title: "It is not known whether someone holds another new role",
			Text:  "Handrail could not read all roles."})
	}
	return all
}

// covers returns whether the MFA policy of the guide names roles.
func (w *world) covers(ids []string) string {
	row, there := w.named(nameMFA)
	switch {
	case w.policyGap:
		return "Whether your policies name them is not known."
	case !there:
		return "No policy of this guide names them."
	}
	switch n := len(roles.Uncovered(ids, row.Conditions.Users.IncludeRoles)); n {
	case 0:
		return "“" + string(row.Name) + "” names them."
	case len(ids):
		return "“" + string(row.Name) + "” does not name them."
	default:
		return "“" + string(row.Name) + "” does not name " + strconv.Itoa(n) + " of them."
	}
}
