package graphsim

import (
	"slices"
	"strings"
	"time"
)

// syncGap is how long before the day of the sample the directory was last synchronised:
// 17 minutes after “CA007 Terms of use” was switched on, which no account accepts alone.
const syncGap = 56*time.Hour + 21*time.Minute

// syncApp is what signs in as the account of Entra Connect.
var syncApp = [2]string{"Microsoft Azure Active Directory Connect", "cb1056e2-e479-49de-ae31-7812af012ed8"}

// lastSync is when the directory was last synchronised: every 30 minutes, unless a policy
// stops what does it. Where the last change let it through, it runs at once. The account of
// Entra Connect does it as long as it has its role, then the application.
func (c *Cloud) lastSync(now time.Time) time.Time {
	stopped := c.base.Add(-syncGap)
	s, latest := c.happened(event{at: now, person: int32(c.handKey["sync"])}), stopped
	account := slices.ContainsFunc(c.holders, func(h holder) bool { return h.kind == "user" && h.key == "sync" })
	if !account {
		latest = c.unassigned
	}
	for i, p := range c.compile() {
		result := ""
		if account {
			result, _ = p.applyTo(c, &s)
		} else if p.state == "enabled" && aims(c.access[i], c.guid("app/sync")) {
			result = "failure"
		}
		if result == "failure" {
			return stopped
		}
		if p.changed.After(latest) {
			latest = p.changed
		}
	}
	if run := now.UTC().Truncate(30 * time.Minute); run.After(latest) {
		latest = run
	}
	return latest.Truncate(time.Second)
}

// organisation returns the one organisation as it is now.
func (x *call) organisation() []object {
	all := x.cloud.tenant.list("organization")
	for i, o := range all {
		all[i] = o.with("onPremisesLastSyncDateTime", x.cloud.lastSync(x.now))
	}
	return all
}

// changedAt is when a policy was last changed.
func changedAt(o object) (at time.Time) {
	for _, name := range []string{"createdDateTime", "modifiedDateTime"} {
		switch v, _ := o.get(name); v := v.(type) {
		case time.Time:
			at = v
		case string:
			if t, err := time.Parse(time.RFC3339, v); err == nil {
				at = t
			}
		}
	}
	return at
}

// background are the sign-ins of programs in the last three days: the sync account's.
func (c *Cloud) background() (all []event) {
	for n := range 144 {
		all = append(all, event{c.base.Add(-time.Duration(n) * 30 * time.Minute), int32(c.handKey["sync"]),
			int32(1000 + n)})
	}
	return all
}

// before returns the policies that were last changed before a time.
func before(all []access, at time.Time) (then []access) {
	for _, p := range all {
		if !p.changed.After(at) {
			then = append(then, p)
		}
	}
	return then
}

// wantsUnknown reports whether a request asks for values that came later than the version.
func (x *call) wantsUnknown() bool {
	return strings.Contains(x.header.Get("Prefer"), "include-unknown-enum-members")
}
