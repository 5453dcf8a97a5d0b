package graph

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// What is asked for of each person. signInActivity needs P1 and halves the page
// (Graph documentation, user-list.md).
var userProperties = []string{"id", "displayName", "userPrincipalName", "mail", "accountEnabled", "userType", "onPremisesSyncEnabled",
	"createdDateTime", "jobTitle", "department", "officeLocation", "usageLocation", "preferredLanguage", "assignedLicenses"}

// The sizes of a page: the largest that Graph gives.
const (
	userPage   = 999
	signInPage = 500 // of people with signInActivity
	logPage    = 1000
)

// knownValues asks for values that are younger than the contract of v1.0, such
// as the results of report-only policies (appliedconditionalaccesspolicy.md).
const knownValues = "include-unknown-enum-members"

// first builds the request for the first page of a section that is one
// collection or one object.
func (g *Client) first(ctx context.Context, section string) (*abs.RequestInformation, error) {
	switch section {
	case tenant.SectionGroups:
		return g.groups()
	case tenant.SectionSignIns:
		return g.signInLog(ctx)
	case tenant.SectionDevices:
		return g.devices(ctx)
	}
	m := map[string]string{tenant.SectionOrganisation: "organization", tenant.SectionLicences: "subscribedSkus", tenant.SectionDomains: "domains",
		tenant.SectionRegistration: "reports/authenticationMethods/userRegistrationDetails", tenant.SectionMethods: "policies/authenticationMethodsPolicy",
		tenant.SectionAccess: "identity/conditionalAccess/policies", tenant.SectionLocations: "identity/conditionalAccess/namedLocations",
		tenant.SectionStrengths: "policies/authenticationStrengthPolicies", tenant.SectionDefaults: "policies/identitySecurityDefaultsEnforcementPolicy",
		tenant.SectionSync: "directory/onPremisesSynchronization"}
	p, ok := m[section]
	if !ok {
		return nil, fmt.Errorf("graph: no section %q", section)
	}
	return g.at(abs.GET, g.absolute("v1.0/"+p))
}

// query builds a read of some properties of a collection. The SDK's own builders
// would say the same, at the price of hours of compiling its models.
func (g *Client) query(path string, top int, properties []string) (*abs.RequestInformation, error) {
	q := url.Values{"$select": {strings.Join(properties, ",")}}
	if top > 0 {
		q.Set("$top", strconv.Itoa(top))
	}
	return g.at(abs.GET, g.absolute("v1.0/"+path+"?"+q.Encode()))
}

// people builds the request for people, with when they signed in last if asked.
// The count needs the header ConsistencyLevel on every page.
func (g *Client) people(signIn bool, properties []string) (*abs.RequestInformation, error) {
	top := userPage
	if signIn {
		properties, top = append(slices.Clone(properties), "signInActivity"), signInPage
	}
	q := url.Values{"$select": {strings.Join(properties, ",")}, "$top": {strconv.Itoa(top)}, "$count": {"true"}}
	return g.at(abs.GET, g.absolute("v1.0/users?"+q.Encode()))
}

func (g *Client) groups() (*abs.RequestInformation, error) {
	return g.query("groups", userPage, []string{"id", "displayName", "mail", "mailEnabled", "securityEnabled", "groupTypes", "membershipRule", "isAssignableToRole", "onPremisesSyncEnabled"})
}

func (g *Client) signInLog(ctx context.Context) (*abs.RequestInformation, error) {
	q := url.Values{"$top": {strconv.Itoa(logPage)}, "$filter": {"createdDateTime ge " + g.now().Add(-g.signIns(ctx)).UTC().Truncate(time.Hour).Format(time.RFC3339)}}
	return g.at(abs.GET, g.absolute("v1.0/auditLogs/signIns?"+q.Encode()))
}

func (g *Client) devices(ctx context.Context) (*abs.RequestInformation, error) {
	return g.query("devices", userPage, []string{"id", "displayName", "operatingSystem", "operatingSystemVersion", "trustType", "isCompliant", "isManaged", "accountEnabled", "approximateLastSignInDateTime", "enrollmentProfileName"})
}

func (g *Client) assignments(ctx context.Context) (*abs.RequestInformation, error) {
	return g.at(abs.GET, g.absolute("v1.0/roleManagement/directory/roleAssignments?$expand=principal"))
}

func (g *Client) eligible(ctx context.Context) (*abs.RequestInformation, error) {
	return g.at(abs.GET, g.absolute("v1.0/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal"))
}

func (g *Client) definitions(ctx context.Context) (*abs.RequestInformation, error) {
	return g.query("roleManagement/directory/roleDefinitions", 0, []string{"id", "displayName", "templateId", "isBuiltIn"})
}

// onDemand builds the request for a section on demand. Only ids and names are
// asked for: who is a person, and who a group, the type says.
func (g *Client) onDemand(kind tenant.Demand, of string) (*abs.RequestInformation, error) {
	switch kind {
	case tenant.Members:
		return g.query("groups/"+escape(of)+"/transitiveMembers", userPage, []string{"id", "displayName", "userPrincipalName"})
	case tenant.DirectMembers:
		return g.query("groups/"+escape(of)+"/members", userPage, []string{"id", "displayName", "userPrincipalName"})
	case tenant.MemberOf:
		return g.query("users/"+escape(of)+"/transitiveMemberOf", userPage, []string{"id", "displayName"})
	case tenant.Parents:
		return g.query("groups/"+escape(of)+"/memberOf", userPage, []string{"id", "displayName"})
	}
	return nil, fmt.Errorf("graph: no section %q on demand", kind)
}
