package graph

import (
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/app/tenant"

	"github.com/microsoftgraph/msgraph-sdk-go/auditlogs"
	"github.com/microsoftgraph/msgraph-sdk-go/devices"
	"github.com/microsoftgraph/msgraph-sdk-go/directory"
	"github.com/microsoftgraph/msgraph-sdk-go/domains"
	"github.com/microsoftgraph/msgraph-sdk-go/groups"
	"github.com/microsoftgraph/msgraph-sdk-go/identity"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"
	"github.com/microsoftgraph/msgraph-sdk-go/reports"
	"github.com/microsoftgraph/msgraph-sdk-go/rolemanagement"
	"github.com/microsoftgraph/msgraph-sdk-go/subscribedskus"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// endpoint is where the rows of a section come from. What is asked for is in the section's own row (tenant.Section).
type endpoint struct {
	rows  func(g *Client) source
	extra func(g *Client, id string) source // the list beside a row, where the section has an Extra
}

// endpoints maps the ID of each section to its request builder.
var endpoints = map[string]endpoint{
	tenant.SectionOrganisation: {rows: func(g *Client) source {
		return from(g, organization.NewOrganizationRequestBuilderInternal(g.root(), g.adapter))
	}},
	tenant.SectionLicences: {rows: func(g *Client) source {
		return from(g, subscribedskus.NewSubscribedSkusRequestBuilderInternal(g.root(), g.adapter))
	}},
	tenant.SectionDomains: {rows: func(g *Client) source { return from(g, g.domains()) },
		extra: func(g *Client, id string) source {
			return from(g, g.domains().ByDomainId(id).ServiceConfigurationRecords())
		}},
	tenant.SectionUsers: {rows: func(g *Client) source { return from(g, g.users()) }},
	tenant.SectionRegistration: {rows: func(g *Client) source {
		return from(g, reports.NewReportsRequestBuilderInternal(g.root(), g.adapter).
			AuthenticationMethods().UserRegistrationDetails())
	}},
	tenant.SectionPerUserMFA: {rows: func(g *Client) source { return from(g, g.users()) }},
	tenant.SectionMethods: {rows: func(g *Client) source {
		return from(g, g.policies().AuthenticationMethodsPolicy())
	}},
	tenant.SectionAccess: {rows: func(g *Client) source {
		return from(g, g.conditionalAccess().Policies())
	}},
	tenant.SectionLocations: {rows: func(g *Client) source {
		return from(g, g.conditionalAccess().NamedLocations())
	}},
	tenant.SectionStrengths: {rows: func(g *Client) source {
		return from(g, g.policies().AuthenticationStrengthPolicies())
	}},
	tenant.SectionDefaults: {rows: func(g *Client) source {
		return from(g, g.policies().IdentitySecurityDefaultsEnforcementPolicy())
	}},
	tenant.SectionRoles: {rows: func(g *Client) source {
		return from(g, g.roles().RoleAssignments())
	}},
	tenant.SectionGroups: {rows: func(g *Client) source { return from(g, g.groups()) }},
	tenant.SectionSignIns: {rows: func(g *Client) source {
		return from(g, auditlogs.NewAuditLogsRequestBuilderInternal(g.root(), g.adapter).SignIns())
	}},
	tenant.SectionDevices: {rows: func(g *Client) source {
		return from(g, devices.NewDevicesRequestBuilderInternal(g.root(), g.adapter))
	}},
	tenant.SectionSync: {rows: func(g *Client) source {
		return from(g, directory.NewDirectoryRequestBuilderInternal(g.root(), g.adapter).OnPremisesSynchronization())
	}},
}

// onDemand maps each kind of section that is read on demand to its request builder.
var onDemand = map[tenant.Demand]func(g *Client, id string) source{
	tenant.Members: func(g *Client, id string) source {
		return from(g, g.groups().ByGroupId(id).TransitiveMembers())
	},
	tenant.DirectMembers: func(g *Client, id string) source {
		return from(g, g.groups().ByGroupId(id).Members())
	},
	tenant.MemberOf: func(g *Client, id string) source {
		return from(g, g.users().ByUserId(id).TransitiveMemberOf())
	},
	tenant.Parents: func(g *Client, id string) source {
		return from(g, g.groups().ByGroupId(id).MemberOf())
	},
}

func (g *Client) users() *users.UsersRequestBuilder {
	return users.NewUsersRequestBuilderInternal(g.root(), g.adapter)
}

func (g *Client) groups() *groups.GroupsRequestBuilder {
	return groups.NewGroupsRequestBuilderInternal(g.root(), g.adapter)
}

func (g *Client) domains() *domains.DomainsRequestBuilder {
	return domains.NewDomainsRequestBuilderInternal(g.root(), g.adapter)
}

func (g *Client) policies() *policies.PoliciesRequestBuilder {
	return policies.NewPoliciesRequestBuilderInternal(g.root(), g.adapter)
}

func (g *Client) conditionalAccess() *identity.ConditionalAccessRequestBuilder {
	return identity.NewIdentityRequestBuilderInternal(g.root(), g.adapter).ConditionalAccess()
}

func (g *Client) roles() *rolemanagement.DirectoryRequestBuilder {
	return rolemanagement.NewRoleManagementRequestBuilderInternal(g.root(), g.adapter).Directory()
}

// source returns the source of a section and what its row asks for.
func (g *Client) source(ctx context.Context, s tenant.Section) (source, query, error) {
	q := query{parameters{Expand: s.Expand, Select: s.Select}, s.Headers}.pages(s.PageSize)
	if s.Count {
		q.Count = &s.Count
	}
	if s.Since != "" {
		since := g.now().Add(-g.signIns(ctx)).UTC().Truncate(time.Hour)
		q = q.where(s.Since + " ge " + since.Format(time.RFC3339))
	}
	if e, ok := endpoints[s.ID]; ok {
		return e.rows(g), q, nil
	}
	kind, of := tenant.OnDemand(s.ID)
	if build, ok := onDemand[kind]; ok && of != "" {
		return build(g, of), q, nil
	}
	return source{}, q, fmt.Errorf("graph: no request builder for section %q", s.ID)
}

// byID returns the source of a section by its ID, and what its row asks for.
func (g *Client) byID(ctx context.Context, id string) (source, query, error) {
	s, _ := tenant.SectionByID(id)
	return g.source(ctx, s)
}

// signInPage is the largest page of people with signInActivity (Microsoft Learn, List users).
const signInPage = 500

// withSignIn returns the query for people that also asks when they signed in last.
func withSignIn(q query) query {
	q.Select = append(slices.Clone(q.Select), "signInActivity")
	return q.pages(signInPage)
}
