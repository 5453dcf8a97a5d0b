package tenant

import (
	"strings"
	"time"
)

// Section is one kind of row about an organisation.
type Section struct {
	ID     string // stored: never renamed
	Title  string
	Why    string   // what Handrail needs it for, one sentence
	Path   string   // what is read, as the documentation writes it
	Scopes []string // delegated permissions, any one order; all are needed
	Roles  []string // the least roles of which the account needs one; empty: none
	Plan   string   // service plan id without which there is nothing to read; may be empty
	MaxAge time.Duration
	// Optional sections are read only where the permission is there already;
	// their absence is shown, not counted as a failure.
	Optional bool
}

// The ids of the sections.
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
	SectionGroups       = "groups"
	SectionSignIns      = "sign-ins"
	SectionDevices      = "devices"
	SectionSync         = "directory-sync"
)

// Service plans that decide what can be read (Microsoft Learn, “Product names and
// service plan identifiers for licensing”).
const (
	PlanP1 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d" // AAD_PREMIUM
	PlanP2 = "eec0eb4f-6444-4f95-aba0-50c24d67f998" // AAD_PREMIUM_P2
)

// Who may read the registration report and the sign-ins, beside the permission
// (learn.microsoft.com howto-authentication-methods-activity, 03/04/2025).
var reportRoles = []string{"Reports Reader", "Security Reader", "Global Reader"}

// Sections returns every section in the order in which it is read: later ones
// build on earlier ones.
func Sections() []Section {
	const hour = time.Hour
	return []Section{
		{ID: SectionOrganisation, Title: "Organisation details", Why: "Its name, and whether accounts come from an on-premises directory.", Path: "/organization", Scopes: []string{"Organization.Read.All"}, MaxAge: 7 * 24 * hour},
		{ID: SectionLicences, Title: "Licences", Why: "Which features you have paid for.", Path: "/subscribedSkus", Scopes: []string{"Organization.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionDomains, Title: "Domains", Why: "Which email domains are yours, and the DNS records that Microsoft requires.", Path: "/domains, /domains/{id}/serviceConfigurationRecords", Scopes: []string{"Domain.Read.All"}, MaxAge: 7 * 24 * hour},
		{ID: SectionUsers, Title: "People", Why: "Who is in the organisation, who can sign in, and who has which licence.", Path: "/users", Scopes: []string{"User.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionRegistration, Title: "Registered sign-in methods", Why: "Which sign-in methods each person has registered.", Path: "/reports/authenticationMethods/userRegistrationDetails", Scopes: []string{"AuditLog.Read.All"}, Roles: reportRoles, MaxAge: 24 * hour},
		{ID: SectionPerUserMFA, Title: "Per-user multifactor authentication", Why: "Who must use MFA through the per-user setting.", Path: "/users/{id}/authentication/requirements (beta)", Scopes: []string{"Policy.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionMethods, Title: "Sign-in methods policy", Why: "Which sign-in methods are allowed, and who can use them.", Path: "/policies/authenticationMethodsPolicy", Scopes: []string{"Policy.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionAccess, Title: "Conditional Access policies", Why: "Who must use MFA, and when.", Path: "/identity/conditionalAccess/policies", Scopes: []string{"Policy.Read.All"}, Plan: PlanP1, MaxAge: 24 * hour},
		{ID: SectionLocations, Title: "Named locations", Why: "The locations that policies use.", Path: "/identity/conditionalAccess/namedLocations", Scopes: []string{"Policy.Read.All"}, Plan: PlanP1, MaxAge: 7 * 24 * hour},
		{ID: SectionStrengths, Title: "Authentication strengths", Why: "Which methods a policy accepts.", Path: "/policies/authenticationStrengthPolicies", Scopes: []string{"Policy.Read.All"}, MaxAge: 7 * 24 * hour},
		{ID: SectionDefaults, Title: "Security defaults", Why: "Whether Microsoft’s basic protection is on.", Path: "/policies/identitySecurityDefaultsEnforcementPolicy", Scopes: []string{"Policy.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionRoles, Title: "Administrators", Why: "Who has which admin role, also through a group.", Path: "/roleManagement/directory/roleAssignments", Scopes: []string{"RoleManagement.Read.Directory"}, MaxAge: 24 * hour},
		{ID: SectionGroups, Title: "Groups", Why: "Who a policy or a deployment applies to.", Path: "/groups", Scopes: []string{"GroupMember.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionSignIns, Title: "Recent sign-ins", Why: "Who signs in, with which app, and which policies applied.", Path: "/auditLogs/signIns", Scopes: []string{"AuditLog.Read.All"}, Roles: reportRoles, Plan: PlanP1, MaxAge: 6 * hour},
		{ID: SectionDevices, Title: "Devices", Why: "Which computers and phones are registered.", Path: "/devices", Scopes: []string{"Device.Read.All"}, MaxAge: 24 * hour},
		{ID: SectionSync, Title: "Directory synchronisation", Why: "Whether accounts come from an on-premises directory, and which account synchronises them.", Path: "/directory/onPremisesSynchronization", Scopes: []string{"OnPremDirectorySynchronization.Read.All"}, MaxAge: 7 * 24 * hour, Optional: true},
	}
}

// SectionByID returns a section of the catalogue, or one that is read on demand.
// known is false where the id names neither; then only ID and Title are good.
func SectionByID(id string) (s Section, known bool) {
	for _, s := range Sections() {
		if s.ID == id {
			return s, true
		}
	}
	kind, of, _ := strings.Cut(id, "/")
	s = Section{ID: id, Title: id, Scopes: []string{"GroupMember.Read.All"}, MaxAge: 24 * time.Hour}
	title := demandTitles[Demand(kind)]
	if of == "" || title == "" {
		return s, false
	}
	s.Title = title
	return s, true
}

// Demand is a kind of section that is read on demand, for one group or person.
type Demand string

// The kinds on demand. The ids of their sections begin with them.
const (
	Members       Demand = "members"        // everyone in a group, also through groups in it
	DirectMembers Demand = "direct-members" // who and what stands in a group itself
	MemberOf      Demand = "member-of"      // the groups and roles that a person is in
	Parents       Demand = "parents"        // the groups that a group itself stands in
)

var demandTitles = map[Demand]string{Members: "Members of a group", DirectMembers: "Direct members of a group", MemberOf: "Groups of a person", Parents: "Parent groups"}

// OnDemand takes apart the id of a section that is read on demand: its kind and
// of whom it is. of is "" for the others.
func OnDemand(id string) (kind Demand, of string) {
	k, of, _ := strings.Cut(id, "/")
	return Demand(k), of
}

// MembersSection names the section that keeps who is in a group, also through
// other groups; DirectMembersSection the one without those; MemberOfSection the
// groups of a person; ParentsSection the groups around a group. All are read on
// demand.
func MembersSection(group string) string { return string(Members) + "/" + group }

// DirectMembersSection is described at MembersSection.
func DirectMembersSection(group string) string { return string(DirectMembers) + "/" + group }

// MemberOfSection is described at MembersSection.
func MemberOfSection(id string) string { return string(MemberOf) + "/" + id }

// ParentsSection is described at MembersSection.
func ParentsSection(group string) string { return string(Parents) + "/" + group }
