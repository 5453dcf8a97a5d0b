package syncid

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

const reporting = "enabledForReportingButNotEnforced"

// draw makes random organisations.
type draw struct{ *rand.Rand }

func (d draw) one(of ...string) string { return of[d.IntN(len(of))] }

func (d draw) seldom(in int) bool { return d.IntN(in) == 0 }

func (d draw) some(in int, of ...string) (list tenant.Texts) {
	for _, x := range of {
		if d.seldom(in) {
			list = append(list, x)
		}
	}
	return list
}

func (d draw) identity() Identity {
	i := Identity{Kind: Kind(d.one(string(ConnectAccount), string(Application), string(OtherHolder))), ID: "s"}
	i.Subject = access.Subject{ID: "s", Workload: i.Kind == Application, Kinds: access.Member}
	if d.seldom(4) {
		i.Subject.Kinds = access.Kinds(d.IntN(16))
	}
	i.Subject.Active = access.Roles{IDs: d.some(2, "r1", "R2"), Complete: !d.seldom(5)}
	i.Subject.Eligible = access.Roles{IDs: d.some(4, "r1", "r3"), Complete: !d.seldom(5)}
	known := map[string]access.Answer{}
	for _, g := range []string{"g1", "g2", "g3"} {
		known[g] = access.Answer(1 + d.IntN(2))
		if d.seldom(5) {
			known[g] = access.Unknown
		}
	}
	i.Group = i.Kind == OtherHolder && d.seldom(2)
	if !d.seldom(8) {
		i.Subject.In = func(_, group string) access.Answer { return known[strings.ToLower(group)] }
	}
	return i
}

func (d draw) policy() tenant.AccessPolicy {
	row := tenant.AccessPolicy{ID: "p", Name: "Policy"}
	row.State = tenant.Text(d.one("enabled", "Enabled", "enabled", reporting, reporting, reporting, "disabled",
		"tomorrow", "enabled"))
	u := &row.Conditions.Users
	u.Include, u.Exclude = d.some(2, "All", "S", "GuestsOrExternalUsers"), d.some(6, "s", "t", "GuestsOrExternalUsers")
	u.IncludeGroups, u.ExcludeGroups = d.some(3, "g1", "G2"), d.some(4, "G1", "g3")
	u.IncludeRoles, u.ExcludeRoles = d.some(3, "R1", "r2"), d.some(4, "r1", "r3")
	if d.seldom(3) {
		d.workloads(&row)
	}
	d.conditions(&row.Conditions)
	d.requires(&row)
	return row
}

func (d draw) workloads(row *tenant.AccessPolicy) {
	row.Conditions.Clients = &tenant.ClientApplications{Include: d.some(2, "S", "ServicePrincipalsInMyTenant", "x"),
		Exclude: d.some(5, "s")}
	if d.seldom(4) {
		row.Conditions.Clients.Filter = tenant.Raw(`{"mode":"include","rule":"x"}`)
	}
}

func (d draw) conditions(c *tenant.Conditions) {
	c.Applications.Include = tenant.Texts{"All"}
	switch d.IntN(10) {
	case 0:
		c.Applications.Include = tenant.Texts{d.one("None", "Office365")}
	case 1:
		c.Applications.Exclude = tenant.Texts{"app"}
	case 2:
		c.Applications.Include = d.some(3, "All")
		c.Applications.UserActions = tenant.Texts{d.one(access.RegisterSecurityInfo, "urn:user:tomorrow")}
	case 3:
		c.Applications.Include = d.some(2, "All")
		c.Applications.Contexts = tenant.Texts{"c1"}
	}
	if d.seldom(3) {
		c.ClientApps = d.some(2, "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other", "tomorrow")
	}
	if d.seldom(12) {
		c.SignInRisk = tenant.Texts{"high"}
	}
	if d.seldom(12) {
		c.Devices = tenant.Raw(`{"deviceFilter":{"mode":"exclude","rule":"x"}}`)
	}
	if d.seldom(6) {
		c.Flows = tenant.Raw(`{"transferMethods":"` + d.one("deviceCodeFlow", "deviceCodeFlow, authenticationTransfer",
			"deviceCodeFlow,tomorrow") + `"}`)
	}
	if d.seldom(10) {
		c.Locations = &struct {
			Include tenant.Texts `json:"includeLocations"`
			Exclude tenant.Texts `json:"excludeLocations"`
		}{Include: tenant.Texts{d.one("All", "AllTrusted", "office")}, Exclude: d.some(3, "AllTrusted")}
	}
	if d.seldom(20) {
		c.Others = map[string]tenant.Raw{"tomorrow": tenant.Raw(`{"x":1}`)}
	}
}

func (d draw) requires(row *tenant.AccessPolicy) {
	if d.seldom(10) {
		row.Session = tenant.Raw(`{"` + d.one("secureSignInSession", "persistentBrowser") + `":{"isEnabled":true}}`)
	}
	if d.seldom(8) {
		return
	}
	g := &tenant.GrantControls{Operator: tenant.Text(d.one("OR", "OR", "AND", "XOR"))}
	g.BuiltIn = d.some(3, "mfa", "compliantDevice", "tomorrow")
	g.Terms, g.Custom = d.some(5, "terms"), d.some(6, "custom")
	if d.seldom(6) {
		g.BuiltIn = tenant.Texts{"block"}
	}
	row.Grant = g
}

// badness orders verdicts.
func badness(v Verdict) int { return map[Verdict]int{Spares: 0, NotSure: 1, WillHit: 2, Stops: 2}[v] }

// TestTwoImplementationsAgree compares Judge with the second implementation over random
// organisations, which must not all come out the same, and holds what is true of each.
func TestTwoImplementationsAgree(t *testing.T) {
	d, count := draw{rand.New(rand.NewPCG(2026, 14))}, map[Verdict]int{}
	const n = 20000
	for range n {
		row, i := d.policy(), d.identity()
		l := Assess(row, i)
		count[l.Verdict]++
		if slow := slowly(row, i); slow != l.Verdict {
			t.Fatalf("%s by Judge (%s, %s), %s by the second implementation\n%s\n%+v", l.Verdict, l.Cause,
				l.Result.Why(), slow, plain(row), i)
		}
		if other := changed(d, row, i, l); other != "" {
			t.Fatalf("%s: before %+v\n%s\n%+v", other, l, plain(row), i)
		}
	}
	for _, v := range []Verdict{Stops, WillHit, NotSure, Spares} {
		if count[v] < n/200 {
			t.Errorf("%s comes up %d times in %d", v, count[v], n)
		}
	}
}

// changed returns what is wrong with the verdict on a changed policy; "" where nothing is.
func changed(d draw, row tenant.AccessPolicy, i Identity, l Line) string {
	if l.Verdict == Stops && row.ReportOnly() || l.Verdict == WillHit && !row.ReportOnly() {
		return "the state does not go with the verdict"
	}
	less := row
	switch u := &less.Conditions.Users; d.IntN(4) {
	case 0:
		u.Exclude = append(slices.Clone(u.Exclude), d.one("s", "t", "GuestsOrExternalUsers"))
	case 1:
		u.ExcludeGroups = append(slices.Clone(u.ExcludeGroups), d.one("g1", "g2", "g3"))
	case 2:
		u.ExcludeRoles = append(slices.Clone(u.ExcludeRoles), d.one("r1", "r2", "r3"))
	case 3:
		u.Exclude = append(slices.Clone(u.Exclude), "S")
	}
	if after := Assess(less, i); badness(after.Verdict) > badness(l.Verdict) {
		return "one exclusion more, and it is worse: " + string(after.Verdict)
	}
	off, only := row, row
	off.State, only.State = "disabled", reporting
	if Assess(off, i).Verdict != Spares {
		return "a policy that is off does something"
	}
	if v := Assess(only, i).Verdict; v == Stops || row.Enforced() && badness(v) != badness(l.Verdict) {
		return "report-only: " + string(v)
	}
	if v := Assess(renamed(row), anew(i)).Verdict; v != l.Verdict {
		return "under other names: " + string(v)
	}
	return ""
}

// other gives a group or role another ID.
func other(ids []string) (all tenant.Texts) {
	for _, id := range ids {
		all = append(all, "new-"+id)
	}
	return all
}

func renamed(row tenant.AccessPolicy) tenant.AccessPolicy {
	u := &row.Conditions.Users
	row.ID, row.Name = "q", "Block everybody for ever"
	u.IncludeGroups, u.ExcludeGroups = other(u.IncludeGroups), other(u.ExcludeGroups)
	u.IncludeRoles, u.ExcludeRoles = other(u.IncludeRoles), other(u.ExcludeRoles)
	return row
}

// anew returns the identity with the same roles and groups under their new IDs.
func anew(i Identity) Identity {
	s := &i.Subject
	s.Active.IDs, s.Eligible.IDs = other(s.Active.IDs), other(s.Eligible.IDs)
	if in := s.In; in != nil {
		s.In = func(person, group string) access.Answer { return in(person, strings.TrimPrefix(group, "new-")) }
	}
	i.Name, i.SignInName = "Somebody", "somebody@north.example"
	return i
}
