package adminaccess

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// definitions are the built-in roles that the organisation has now.
type definitions struct {
	names map[string]string // by template ID
	own   map[string]string // of roles that the organisation made
	gap   *tenant.Gap       // why they are not known; nil where they are
}

// definitions reads them.
func (w *world) definitions(ctx context.Context) (d definitions, err error) {
	d.names, d.own = map[string]string{}, map[string]string{}
	if err := w.have.Also(ctx, tenant.SectionDefinitions); err != nil {
		return d, err
	}
	if gap, known := w.have.Gap(tenant.SectionDefinitions); !known {
		d.gap = &gap
		return d, nil
	}
	return d, tenant.Each(ctx, w.have, tenant.SectionDefinitions, func(r tenant.RoleDefinition) error {
		id := strings.ToLower(string(r.Template))
		if id == "" {
			id = strings.ToLower(r.ID) // of a built-in role both are the same
		}
		if r.BuiltIn.Yes {
			d.names[id] = string(r.Name)
		} else {
			d.own[id] = string(r.Name)
		}
		return nil
	})
}

// name returns the name of a role, also of one that is younger than Handrail's list.
func (d definitions) name(w *world, id string) string {
	if name := w.roleName(id); name != id {
		return name
	}
	for _, all := range []map[string]string{d.names, d.own} {
		if name := all[strings.ToLower(id)]; name != "" {
			return name
		}
	}
	return id
}

// added adds which built-in roles are younger than Handrail's list, which is of a certain
// day. Not every one ends in “Administrator”, so each is named.
func (w *world) added(live definitions, doc *frame.Draft, ids []string) {
	f := report.Finding{Code: "new-roles", Severity: report.OK,
		Title: "Microsoft added no role since " + roles.Read}
	if live.gap != nil {
		f.Severity, f.Title = report.Unknown, "It is not known whether Microsoft added roles"
		f.Text, f.Do = live.gap.Message+" Handrail’s own list is of "+roles.Read+".", live.gap.Hint
		doc.Find(f)
		doc.Fact("new-roles", "New roles", string(report.Unknown), "")
		return
	}
	var all, open, found []string
	for id := range live.names {
		found = append(found, id)
	}
	for _, id := range roles.New(found) {
		text := live.name(w, id) + " (" + id + ")"
		if who := w.holders(id); len(who) > 0 {
			text += ", held by " + strings.Join(who, ", ")
		}
		if all = append(all, text); !slices.Contains(ids, id) {
			open = append(open, id)
		}
	}
	if len(all) > 0 {
		f.Severity, f.Text = report.Note, strings.Join(all, "; ")+"."
		f.Title = "Microsoft added " + counted(len(all), "role", "roles") + " since " + roles.Read
	}
	if len(open) > 0 {
		f.Severity = report.Warning
		f.Do = "Decide what each role needs. To add one, choose “My own list” and write its template ID."
	}
	doc.Find(f)
	doc.Fact("new-roles", "New roles", strconv.Itoa(len(all)), "")
}

// listed returns the template IDs of the roles in a list of names and template IDs, and what
// is neither. A template ID stands for a role that is younger than Handrail’s list.
func listed(text string) (found, unknown []string) {
	found, others := roles.FromNames(ask.Rows(text))
	for _, line := range others {
		if ids.FindString(line) == line {
			found = append(found, strings.ToLower(line))
		} else {
			unknown = append(unknown, line)
		}
	}
	return found, unknown
}

// validRoles returns an error if a line is no role.
func validRoles(text string) error {
	found, unknown := listed(text)
	if len(unknown) > 0 {
		return app.Errorf(app.Invalid,
			"Write the English name as Microsoft shows it, such as Exchange Administrator, or the template ID.",
			"Handrail knows no role with the name “%s”.", strings.Join(unknown, "”, “"))
	}
	for _, id := range found {
		if r, known := roles.ByID(id); known && (r.Automatic || r.Sync) {
			return app.Errorf(app.Invalid, "Leave it out.",
				"“%s” is no role of administrators: Microsoft gives it to people, devices or the directory sync.", r.Name)
		}
	}
	return nil
}

// builtIn reports whether Microsoft made a role, also one that it added since.
func (w *world) builtIn(id string) bool {
	if _, known := roles.ByID(id); known {
		return true
	}
	return slices.ContainsFunc(w.holdings, func(h roles.Holding) bool {
		return h.Role == id && (h.Reached == access.Yes || h.Why == roles.Eligible)
	})
}
