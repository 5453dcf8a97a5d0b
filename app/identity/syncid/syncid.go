// Package syncid finds the identity that synchronises an on-premises directory with
// Microsoft Entra ID, and decides which policies are in its way. Such an account signs in
// with no person beside it: it can register nothing, accept nothing and choose nothing.
//
// The package reads nothing and changes nothing.
package syncid

import (
	"slices"
	"strings"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// Kind is what synchronises. Kinds are stable and may be stored.
type Kind string

// The kinds.
const (
	ConnectAccount Kind = "connect-account" // the account that Entra Connect made
	CloudAccount   Kind = "cloud-account"   // that of Cloud Sync
	OtherAccount   Kind = "other-account"   // an account with the role, and another name
	Application    Kind = "application"     // a service principal, for new installations of Entra Connect
	OtherHolder    Kind = "other"           // a group, or something that Handrail does not know
)

// Identity is one account or application that may synchronise the directory.
type Identity struct {
	Kind             Kind
	ID, Name         string
	SignInName       string
	Roles            []string // template IDs of its synchronisation roles
	Enabled          access.Answer
	Eligible         bool // the role must be activated first, so it cannot be in use
	Group            bool // of OtherHolder: any of its members may be in use
	Subject          access.Subject
	PerUserMFA       access.Answer
	PerUserMFAIsRead bool
}

// Identities returns what holds a role of directory synchronisation, sorted by name:
// they are found by role, never by name. user returns the account with an ID, and whether
// it was read.
func Identities(rows []tenant.RoleAssignment, user func(id string) (tenant.User, bool)) (all []Identity) {
	for _, h := range roles.Holdings(rows) {
		if h.Role != roles.SyncAccounts && h.Role != roles.SyncAccount {
			continue
		}
		at := slices.IndexFunc(all, func(i Identity) bool { return strings.EqualFold(i.ID, h.Account) })
		if at < 0 {
			at, all = len(all), append(all, identityOf(h, user))
		}
		all[at].Roles = append(all[at].Roles, h.Role)
		all[at].Eligible = all[at].Eligible && h.Eligible
	}
	return all
}

func identityOf(h roles.Holding, user func(string) (tenant.User, bool)) Identity {
	i := Identity{ID: h.Account, Name: h.Name, Eligible: h.Eligible, Kind: OtherHolder,
		Group: strings.EqualFold(h.Kind, "group"), Subject: access.Subject{ID: h.Account}}
	switch {
	case strings.EqualFold(h.Kind, "servicePrincipal"):
		i.Kind = Application
		i.Subject = access.Subject{ID: h.Account, Workload: true}
		return i
	case !strings.EqualFold(h.Kind, "user"):
		return i
	}
	i.Kind = OtherAccount
	if u, read := user(h.Account); read {
		i.SignInName, i.Enabled = string(u.UPN), access.Flag(u.Enabled)
		i.Subject.Kinds = access.KindsOfUser(u)
		if i.Name == "" {
			i.Name = string(u.Name)
		}
	}
	switch local, _, _ := strings.Cut(strings.ToLower(i.SignInName), "@"); {
	case strings.HasPrefix(local, "adtoaadsyncserviceaccount"):
		i.Kind = CloudAccount
	case strings.HasPrefix(local, "sync_"):
		i.Kind = ConnectAccount
	}
	i.Subject.ID = h.Account
	return i
}

// Standing is whether a synchronisation is in use, and whether it has stopped.
type Standing struct {
	InUse   access.Answer
	Stopped access.Answer // Unknown where it is not in use or not known
	Ahead   bool          // the last synchronisation is later than the clock of this computer
	Last    time.Time     // the last synchronisation; zero where Microsoft named none
	Read    time.Time     // when this was read
}

// Late is after how long without a synchronisation it counts as stopped: it runs every 30
// minutes (Microsoft Learn, Microsoft Entra Connect Sync: Scheduler), and Microsoft warns
// after a day.
const Late = 3 * time.Hour

// skew is by how much a clock may be behind Microsoft's.
const skew = 10 * time.Minute

// StandingOf returns how the synchronisation stood when the organisation was read. Its age
// is measured at that time: a row that lay in the cache for days is no stop.
func StandingOf(o tenant.OrganisationInfo, read time.Time) Standing {
	s := Standing{Last: o.LastSync.Time, Read: read, InUse: access.Flag(o.Synced)}
	if o.Synced.Null { // never was (Graph resource organization)
		s.InUse = access.No
	}
	if s.InUse != access.Yes || s.Last.IsZero() || read.IsZero() {
		return s
	}
	if s.Ahead = s.Last.Sub(read) > skew; !s.Ahead { // else a clock is wrong, and no age is known
		s.Stopped = access.Is(read.Sub(s.Last) > Late)
	}
	return s
}
