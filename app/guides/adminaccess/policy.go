package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
)

// The names of the policies that Handrail makes. By them it finds them again.
const (
	nameMFA       = "Handrail: MFA for administrators"
	nameLegacy    = "Handrail: no legacy apps for administrators"
	nameMFAAll    = "Handrail: MFA for everyone"
	nameLegacyAll = "Handrail: no legacy apps for everyone"
)

// The states of a policy, as Microsoft writes them.
const (
	stateOn     = "enabled"
	stateReport = "enabledForReportingButNotEnforced"
	stateOff    = "disabled"
)

const defaultsPath = "/policies/identitySecurityDefaultsEnforcementPolicy"

// wanted is one policy that Handrail makes.
type wanted struct {
	name   string
	legacy bool
	all    bool // for everyone; else for the roles
}

// own are the two policies of the guide, and others those for everyone else.
var (
	own    = []wanted{{nameMFA, false, false}, {nameLegacy, true, false}}
	others = []wanted{{nameMFAAll, false, true}, {nameLegacyAll, true, true}}
)

// body returns the policy as Microsoft gets it (Graph resource conditionalAccessPolicy).
func (w *world) body(p wanted, state string, v *guide.Visit) json.RawMessage {
	users := w.excluded(v)
	if p.all {
		users["includeUsers"] = []string{"All"}
	} else {
		users["includeRoles"] = w.chosen(v)
	}
	clients, control := []string{"all"}, "mfa"
	if p.legacy {
		clients, control = []string{"exchangeActiveSync", "other"}, "block"
	}
	return raw(map[string]any{
		"displayName": p.name, "state": state,
		"conditions": map[string]any{"clientAppTypes": clients,
			"applications": map[string]any{"includeApplications": []string{"All"}}, "users": users},
		"grantControls": map[string]any{"operator": "OR", "builtInControls": []string{control}},
	})
}

func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v) // texts, lists and maps of them always can
	return b
}

// spared returns the IDs of the accounts that the policies exclude: the emergency access
// accounts, and the account of directory synchronisation.
func (w *world) spared(v *guide.Visit) []string {
	ids := []string{}
	for _, name := range glass(v) {
		if i := w.position(name); i >= 0 {
			ids = append(ids, w.o.People[i].ID)
		}
	}
	for i := range w.o.People {
		if p := &w.o.People[i]; p.Marks&mfa.SyncAccount != 0 && !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// sparedNames names them.
func (w *world) sparedNames(v *guide.Visit) (all []string) {
	ids := w.spared(v)
	for i := range w.o.People {
		if slices.Contains(ids, w.o.People[i].ID) {
			all = append(all, w.o.People[i].Label())
		}
	}
	return all
}

// preview returns the effect on each person once policies are on, as they are at Microsoft
// or as Handrail would make them; security defaults are off where they do not stay.
func (w *world) preview(v *guide.Visit, turned []wanted, defaultsStay bool) *mfa.Preview {
	after := access.No
	if defaultsStay {
		after = w.o.Enforcement.Defaults
	}
	return w.previewFrom(v, turned, w.o.Enforcement.Defaults, after)
}

// meets returns what each person meets because of the policies that the switch turns on,
// whether security defaults required it before or not.
func (w *world) meets(v *guide.Visit) *mfa.Preview {
	return w.previewFrom(v, w.acting(v), access.No, access.No)
}

func (w *world) previewFrom(v *guide.Visit, turned []wanted, before, after access.Answer) *mfa.Preview {
	open := *w.o // that Microsoft's admin centers ask is no reason to call a change none
	open.Enforcement.Portals, open.Enforcement.Defaults = access.No, before
	e := open.Enforcement
	e.Policies = slices.Clone(e.Policies)
	for _, p := range turned {
		row, _ := w.wantedRow(p, v)
		if row.State = stateOn; row.ID == "" {
			row.ID = p.name
		}
		a := mfa.AccessOf(row)
		if a.Asks && !slices.ContainsFunc(e.Policies, func(on mfa.Access) bool { return on.ID == a.ID }) {
			e.Policies = append(e.Policies, a)
		}
	}
	e.Defaults = after
	return mfa.Impact(mfa.Question{Organisation: &open, After: open.Policy, Enforcement: &e, Date: w.loaded})
}

// listWords names roles, at most a few.
func (w *world) listWords(ctx context.Context, ids []string, most int) string {
	if names := w.namesOf(ctx, ids); len(names) <= most {
		return strings.Join(names, ", ")
	}
	return counted(len(ids), "role", "roles")
}
