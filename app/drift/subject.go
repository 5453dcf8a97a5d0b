package drift

import (
	"strings"

	"handrail/app/mail/domainpart"
	"handrail/app/tenant"
)

// Subject is what a change is about, roughly: what a person chooses from to see fewer changes.
type Subject string

// The subjects, in the order in which they are offered.
const (
	SubjectPeople   Subject = "people"
	SubjectPolicies Subject = "policies"
	SubjectGroups   Subject = "groups"
	SubjectSettings Subject = "settings"
	SubjectDevices  Subject = "devices"
	SubjectDomains  Subject = "domains"
)

// Subjects returns every subject with its title.
func Subjects() []struct {
	ID    Subject
	Title string
} {
	return []struct {
		ID    Subject
		Title string
	}{
		{SubjectPeople, "People and roles"}, {SubjectPolicies, "Policies"}, {SubjectGroups, "Groups"},
		{SubjectSettings, "Licences and settings"}, {SubjectDevices, "Devices"}, {SubjectDomains, "Domains"},
	}
}

// subjects are those of the sections, and of the kinds of sections on demand. What is not here is a setting.
var subjects = map[string]Subject{
	tenant.SectionUsers: SubjectPeople, tenant.SectionRegistration: SubjectPeople, tenant.SectionPerUserMFA: SubjectPeople,
	tenant.SectionRoles: SubjectPeople, tenant.SectionDefinitions: SubjectPeople, string(tenant.Manager): SubjectPeople,

	tenant.SectionMethods: SubjectPolicies, tenant.SectionAccess: SubjectPolicies,
	tenant.SectionLocations: SubjectPolicies, tenant.SectionStrengths: SubjectPolicies,
	tenant.SectionDefaults: SubjectPolicies,

	tenant.SectionGroups: SubjectGroups, string(tenant.Members): SubjectGroups,
	string(tenant.DirectMembers): SubjectGroups, string(tenant.MemberOf): SubjectGroups,
	string(tenant.Parents): SubjectGroups, string(tenant.GroupLicences): SubjectGroups,

	tenant.SectionDevices: SubjectDevices, tenant.SectionAutopilot: SubjectDevices,
	tenant.SectionProfiles: SubjectDevices, string(tenant.EnrolmentAndroid): SubjectDevices,
	string(tenant.EnrolmentApple): SubjectDevices,

	tenant.SectionDomains: SubjectDomains,
}

// SubjectOf returns what the rows of a section are about.
func SubjectOf(section string) Subject {
	if _, _, _, ok := domainpart.Split(section); ok {
		return SubjectDomains
	}
	kind, _ := tenant.OnDemand(section)
	if s, ok := subjects[string(kind)]; ok {
		return s
	}
	if strings.HasPrefix(string(kind), "intune-") {
		return SubjectDevices
	}
	return SubjectSettings
}
