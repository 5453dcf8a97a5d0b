package tenant

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Section is one kind of row about an organisation, and how it is read. Adding one is a row in Sections, and a row
// in app/graph that names its request builder.
type Section struct {
	ID     string // stored: never renamed
	OfOne  bool   // it is about one group or person, which its ID names
	Title  string
	Why    string   // what Handrail needs it for, one sentence
	Path   string   // what is read, as the documentation writes it
	Scopes []string // delegated permissions; all are needed
	Roles  []string // the least privileged roles of which the account needs one; empty: none
	Plan   string   // service plan ID without which there is nothing to read; may be empty
	MaxAge time.Duration
	// Optional sections are read only where the permission is already granted. A missing one is shown, and is not
	// a failure.
	Optional bool

	Select   []string          // properties to ask for; empty: all
	Expand   []string          // related objects that come with each row
	PageSize int               // rows a page; 0: as many as Microsoft chooses
	Count    bool              // ask how many rows there are in all
	Since    string            // property with the time of a row: only rows of the last days are read
	Days     int               // how many days Since means; 0: as the person chose
	Headers  map[string]string // sent for every page
	Extra    Extra             // what is read beside each row

	// Log marks what happened in the last days, such as sign-ins: it is no state of the organisation, and the history
	// leaves it out.
	Log bool
	// Volatile properties change by themselves: a difference in them is not a change of the organisation.
	Volatile []string
	// Never are properties of which nothing is saved, at any depth of a row: Microsoft sends them unasked.
	Never []string
}

// Extra is a list that belongs to each row of a section. It is read in batches and saved inside the row.
type Extra struct {
	Path string // below the address of the row, as the documentation writes it; empty: there is none
	Name string // the member of the row that holds the list
}

// The IDs of the sections.
const (
	SectionOrganisation = "organisation"
	SectionLicences     = "licences"
	SectionDomains      = "domains"
	SectionUsers        = "users"
	SectionRegistration = "registration"
	SectionPerUserMFA   = "per-user-mfa"
	SectionMethods      = "methods-policy"
	SectionAccess       = "conditional-access"
	SectionLocations    = "named-locations"
	SectionStrengths    = "authentication-strengths"
	SectionDefaults     = "security-defaults"
	SectionRoles        = "roles"
	SectionDefinitions  = "role-definitions"
	SectionGroups       = "groups"
	SectionSignIns      = "sign-ins"
	SectionDevices      = "devices"
	SectionSync         = "directory-sync"
	SectionAutopilot    = "autopilot-devices"
	SectionProfiles     = "autopilot-profiles"
	SectionStreams      = "discovery-reports"
	SectionSnapshots    = "backup-snapshots"
	SectionDifferences  = "backup-differences"
	SectionAudit        = "audit-log"
)

// Service plans that decide what can be read (Microsoft Learn, Product names and service plan identifiers for
// licensing).
const (
	PlanP1 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d" // AAD_PREMIUM
	PlanP2 = "eec0eb4f-6444-4f95-aba0-50c24d67f998" // AAD_PREMIUM_P2
)

// SectionByID returns a section of Sections, or one that is read on demand. known is false where the ID names
// neither; then only ID and Title are set.
func SectionByID(id string) (s Section, known bool) {
	if s, ok := byID()[id]; ok {
		return s, true
	}
	kind, of, _ := strings.Cut(id, "/")
	s, known = Demands()[Demand(kind)]
	if of == "" || !known {
		return Section{ID: id, Title: id, MaxAge: day}, false
	}
	s.ID = id
	return s, true
}

// Shape identifies how the rows of a section are read and compared: two rows of different shapes cannot be compared.
func (s Section) Shape() string {
	shape := fmt.Sprintf("%s %q %q %v %q", s.Path, s.Select, s.Expand, s.Extra, s.Volatile)
	if len(s.Never) > 0 {
		shape += fmt.Sprintf(" %q", s.Never)
	}
	return shape
}

// byID returns Sections by their IDs.
var byID = sync.OnceValue(func() map[string]Section {
	all := map[string]Section{}
	for _, s := range Sections() {
		all[s.ID] = s
	}
	return all
})

// Demand is a kind of section that is read on demand: for one group or person, or of what only one guide needs.
type Demand string

// The kinds on demand. The IDs of their sections begin with them.
const (
	Members       Demand = "members"         // everyone in a group, also through nested groups
	DirectMembers Demand = "direct-members"  // the direct members of a group, with its nested groups
	MemberOf      Demand = "member-of"       // the groups and roles of a person
	Parents       Demand = "parents"         // the groups in which a group is nested
	Manager       Demand = "manager"         // the manager of a person: one row, or none
	Background    Demand = "background"      // the sign-ins of a person in which no one took part
	Discovered    Demand = "discovered-apps" // the apps of a report of Defender for Cloud Apps
	GroupLicences Demand = "group-licences"  // of every group
	Trace         Demand = "message-trace"   // who sent email in the name of some domains; see TraceSection
)

// OnDemand splits the ID of a section that is read on demand into its kind and the ID of the group or person, or “all”.
// of is "" for other sections.
func OnDemand(id string) (kind Demand, of string) {
	k, of, _ := strings.Cut(id, "/")
	return Demand(k), of
}

// MembersSection returns the ID of the section with everyone in a group, also through nested groups.
func MembersSection(group string) string { return string(Members) + "/" + group }

// DirectMembersSection returns the ID of the section with the direct members of a group.
func DirectMembersSection(group string) string { return string(DirectMembers) + "/" + group }

// MembersOf returns the group whose members, all or the direct ones, a section has; "" for other sections.
func MembersOf(section string) (group string) {
	if kind, of := OnDemand(section); kind == Members || kind == DirectMembers {
		return of
	}
	return ""
}

// MemberOfSection returns the ID of the section with the groups and roles of a person.
func MemberOfSection(id string) string { return string(MemberOf) + "/" + id }

// ParentsSection returns the ID of the section with the groups in which a group is nested.
func ParentsSection(group string) string { return string(Parents) + "/" + group }

// ManagerSection returns the ID of the section with the manager of a person.
func ManagerSection(id string) string { return string(Manager) + "/" + id }

// BackgroundSection returns the ID of the section with the sign-ins of a person in which no one took part.
func BackgroundSection(id string) string { return string(Background) + "/" + id }
