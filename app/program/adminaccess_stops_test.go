package program

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestThePreviewedAreThoseWhomTheServerStops: after the switch the server stops, person by
// person and client by client, those whom the plan named, and no one else.
func TestThePreviewedAreThoseWhomTheServerStops(t *testing.T) {
	p := newProtecting(t)
	for name, answers := range map[string]map[string]string{
		"everyone":         {"roles": "held", "others": "protect"},
		"administrators":   {"roles": "held", "others": "leave"},
		"Microsoft's":      {"roles": "listed", "others": "leave"},
		"two roles":        {"roles": "own", "role-list": "Global Administrator\nTeams Administrator", "others": "leave"},
		"two and the rest": {"roles": "own", "role-list": "Global Reader\nBilling Administrator", "others": "protect"},
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			p.anew(name)
			maps.Copy(p.v.Answers, answers)
			created := p.plan("create")
			if err := p.apply("create", created); err != nil {
				t.Fatal(err)
			}
			plan := p.plan("switch")
			if err := p.apply("switch", plan); err != nil {
				t.Fatal(err)
			}
			reached := map[string]bool{} // by the policies for administrators, as the first plan names them
			var excluded []string
			for _, a := range created.Affected {
				for _, name := range a.Names {
					reached[name] = strings.HasPrefix(a.Text, "Recorded for ")
				}
				if strings.HasPrefix(a.Text, "Excluded from both") {
					excluded = a.Names
				}
			}
			p.compare(t, plan, p.stops(), func(name string) bool {
				return reached[name] || answers["others"] == "protect" &&
					!slices.Contains(excluded, name)
			})
		})
	}
}

// accounts returns the accounts that may sign in, by ID with the name.
func (p *protecting) accounts() map[string]string {
	p.t.Helper()
	view, err := p.h.graph.View(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	all := map[string]string{}
	err = tenant.Each(context.Background(), view, tenant.SectionUsers, func(u tenant.User) error {
		if u.Enabled.Yes {
			all[u.ID] = string(u.Name)
		}
		return nil
	})
	if err != nil || len(all) < 20 {
		p.t.Fatal(len(all), err)
	}
	return all
}

// stops returns whom the server stops, as "ID client".
func (p *protecting) stops() map[string]bool {
	all := map[string]bool{}
	for id := range p.accounts() {
		for _, client := range graphsim.ClientTypes {
			if len(p.cloud.Stops(id, client)) > 0 {
				all[id+" "+client] = true
			}
		}
	}
	return all
}

// stays reports whether the outcomes of a plan name a person who has no method that works:
// the next sign-in that requires MFA stops. broken is of those for whom nothing changes.
func stays(outcomes []string) (stops, broken bool) {
	has := func(one string) bool { return slices.Contains(outcomes, one) }
	return has("locked-out") || has("must-register") || has("will-be-asked") && !has("asked-differently"),
		has("already-broken")
}

// compare holds a plan against whom the server stops. reached tells whom its policies reach.
func (p *protecting) compare(t *testing.T, plan *guide.Plan, stopped map[string]bool, reached func(string) bool) {
	t.Helper()
	told, unsure, legacy := map[string]bool{}, map[string]bool{}, map[string]string{}
	why := map[string][]string{}
	for _, b := range plan.Blocks {
		switch b := b.(type) {
		case report.Entries:
			for _, item := range b.Items {
				var who struct {
					ID       string
					Outcomes []string
					Reasons  []struct{ Field, Value string }
				}
				if err := json.Unmarshal(item.Program(), &who); err != nil {
					t.Fatal(err)
				}
				stops, broken := stays(who.Outcomes)
				why[who.ID], told[who.ID] = who.Outcomes, stops || broken && reached(item.Title)
				unsure[who.ID] = slices.Contains(who.Outcomes, "unknown") || slices.Contains(who.Outcomes, "not-in-report")
				for _, one := range who.Reasons {
					if one.Field == "methodsRegistered" && one.Value == "temporaryAccessPass" {
						unsure[who.ID] = true // it lets them in once, to register: both are right
					}
				}
			}
		case report.Table:
			for _, row := range b.Rows {
				if strings.HasPrefix(b.Title, "Legacy apps") {
					legacy[row[0]] = row[2]
				}
			}
		}
	}
	compared := 0
	for id, name := range p.accounts() {
		for _, client := range graphsim.ClientTypes {
			is, modern := stopped[id+" "+client], client == "browser" || client == "mobileAppsAndDesktopClients"
			if !modern { // only what the switch does: per-user MFA stops them too
				is = slices.ContainsFunc(p.cloud.Stops(id, client), func(name string) bool {
					return strings.HasPrefix(name, "Handrail: ")
				})
			}
			switch {
			case modern && unsure[id]:
			case modern && told[id] != is:
				t.Errorf("%s, %s: told %v (%v), stopped %v by %q", name, client, told[id], why[id], is, p.cloud.Stops(id, client))
			case !modern && (reached(name) != is || legacy[name] != "" && (legacy[name] == "Blocked") != is):
				t.Errorf("%s, %s: reached %v, told %q, stopped %v", name, client, reached(name), legacy[name], is)
			default:
				compared++
			}
		}
	}
	t.Log(fmt.Sprint(compared, " compared, ", len(stopped), " stopped, ", len(legacy), " with legacy apps"))
	if compared == 0 || len(stopped) == 0 {
		t.Error("nothing was compared")
	}
}
