package graph

import (
	"context"
	"fmt"
	"slices"
	"time"

	"handrail/app/tenant"

	"github.com/microsoftgraph/msgraph-sdk-go/auditlogs"
	"github.com/microsoftgraph/msgraph-sdk-go/deviceappmanagement"
	"github.com/microsoftgraph/msgraph-sdk-go/devicemanagement"
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
	rows  func(start) ask
	extra func(s start, id string) ask // the list beside a row, where the section has an Extra
}

// endpoints maps the ID of each section to its request builder.
var endpoints = map[string]endpoint{
	tenant.SectionOrganisation: {rows: func(s start) ask {
		return get(organization.NewOrganizationRequestBuilderInternal(s.root, s.adapter).ToGetRequestInformation)
	}},
	tenant.SectionLicences: {rows: func(s start) ask {
		return get(subscribedskus.NewSubscribedSkusRequestBuilderInternal(s.root, s.adapter).ToGetRequestInformation)
	}},
	tenant.SectionDomains: {rows: func(s start) ask { return get(s.domains().ToGetRequestInformation) },
		extra: func(s start, id string) ask {
			return get(s.domains().ByDomainId(id).ServiceConfigurationRecords().ToGetRequestInformation)
		}},
	tenant.SectionUsers: {rows: func(s start) ask { return get(s.users().ToGetRequestInformation) }},
	tenant.SectionRegistration: {rows: func(s start) ask {
		return get(reports.NewReportsRequestBuilderInternal(s.root, s.adapter).
			AuthenticationMethods().UserRegistrationDetails().ToGetRequestInformation)
	}},
	tenant.SectionPerUserMFA: {rows: func(s start) ask { return get(s.users().ToGetRequestInformation) }},
	tenant.SectionMethods: {rows: func(s start) ask {
		return get(s.policies().AuthenticationMethodsPolicy().ToGetRequestInformation)
	}},
	tenant.SectionAccess: {rows: func(s start) ask {
		return get(s.conditionalAccess().Policies().ToGetRequestInformation)
	}},
	tenant.SectionLocations: {rows: func(s start) ask {
		return get(s.conditionalAccess().NamedLocations().ToGetRequestInformation)
	}},
	tenant.SectionStrengths: {rows: func(s start) ask {
		return get(s.policies().AuthenticationStrengthPolicies().ToGetRequestInformation)
	}},
	tenant.SectionDefaults: {rows: func(s start) ask {
		return get(s.policies().IdentitySecurityDefaultsEnforcementPolicy().ToGetRequestInformation)
	}},
	tenant.SectionRoles: {rows: func(s start) ask {
		return get(s.roles().RoleAssignments().ToGetRequestInformation)
	}},
	tenant.SectionDefinitions: {rows: func(s start) ask {
		return get(s.roles().RoleDefinitions().ToGetRequestInformation)
	}},
	tenant.SectionGroups:  {rows: func(s start) ask { return get(s.groups().ToGetRequestInformation) }},
	tenant.SectionSignIns: {rows: func(s start) ask { return s.signIns() }},
	tenant.SectionAudit: {rows: func(s start) ask {
		return get(auditlogs.NewAuditLogsRequestBuilderInternal(s.root, s.adapter).DirectoryAudits().ToGetRequestInformation)
	}},
	tenant.SectionDevices: {rows: func(s start) ask {
		return get(devices.NewDevicesRequestBuilderInternal(s.root, s.adapter).ToGetRequestInformation)
	}},
	tenant.SectionSync: {rows: func(s start) ask {
		return get(directory.NewDirectoryRequestBuilderInternal(s.root, s.adapter).
			OnPremisesSynchronization().ToGetRequestInformation)
	}},
	tenant.SectionAutopilot: {rows: func(s start) ask {
		return get(s.devices().WindowsAutopilotDeviceIdentities().ToGetRequestInformation)
	}},
	tenant.SectionProfiles: {rows: func(s start) ask { return s.beta(profilesPath) }},
	tenant.SectionStreams:  {rows: func(s start) ask { return s.beta(streamsPath) }},
	tenant.SectionSnapshots: {rows: func(s start) ask {
		return get(s.backup().Snapshots().ToGetRequestInformation)
	}},
	tenant.SectionSubscriptions: {rows: func(s start) ask {
		return get(directory.NewDirectoryRequestBuilderInternal(s.root, s.adapter).
			Subscriptions().ToGetRequestInformation)
	}},
	tenant.SectionApplications: {rows: func(s start) ask { return s.path(version, applicationsPath) }},
	tenant.SectionDifferences:  {rows: func(s start) ask { return get(s.backup().Jobs().ToGetRequestInformation) }},
}

// onDemand maps each kind of section that is read on demand to its request builder.
var onDemand = map[tenant.Demand]func(s start, id string) ask{
	tenant.Members: func(s start, id string) ask {
		return get(s.groups().ByGroupId(id).TransitiveMembers().ToGetRequestInformation)
	},
	tenant.DirectMembers: func(s start, id string) ask {
		return get(s.groups().ByGroupId(id).Members().ToGetRequestInformation)
	},
	tenant.MemberOf: func(s start, id string) ask {
		return get(s.users().ByUserId(id).TransitiveMemberOf().ToGetRequestInformation)
	},
	tenant.Manager: func(s start, id string) ask {
		return get(s.users().ByUserId(id).Manager().ToGetRequestInformation)
	},
	tenant.Discovered: func(s start, id string) ask { return s.beta(filled(discoveredPath, id)) },
	tenant.Background: func(s start, _ string) ask { return s.signIns() },
	tenant.Trace:      func(s start, _ string) ask { return s.traces() },
	tenant.Parents: func(s start, id string) ask {
		return get(s.groups().ByGroupId(id).MemberOf().ToGetRequestInformation)
	},
	tenant.GroupLicences:    func(s start, _ string) ask { return get(s.groups().ToGetRequestInformation) },
	tenant.EnrolmentAndroid: func(s start, _ string) ask { return s.beta(androidPath) },
	tenant.EnrolmentApple:   func(s start, _ string) ask { return s.beta(appleTokensPath) },
	tenant.IntuneProfiles: func(s start, _ string) ask {
		return get(s.devices().DeviceConfigurations().ToGetRequestInformation)
	},
	tenant.IntuneCompliance: func(s start, _ string) ask {
		return get(s.devices().DeviceCompliancePolicies().ToGetRequestInformation)
	},
	tenant.IntuneApps: func(s start, _ string) ask {
		return get(deviceappmanagement.NewDeviceAppManagementRequestBuilderInternal(s.root, s.adapter).
			MobileApps().ToGetRequestInformation)
	},
	tenant.IntuneSettings:     func(s start, _ string) ask { return s.beta(settingsPath) },
	tenant.IntuneTemplates:    func(s start, _ string) ask { return s.beta(templatesPath) },
	tenant.IntuneScripts:      func(s start, _ string) ask { return s.beta(scriptsPath) },
	tenant.IntuneRemediations: func(s start, _ string) ask { return s.beta(remediationsPath) },
	tenant.IntuneMacScripts:   func(s start, _ string) ask { return s.beta(macScriptsPath) },
	tenant.IntuneAutopilot:    func(s start, _ string) ask { return s.beta(profilesPath) },
}

func (s start) signIns() ask {
	return get(auditlogs.NewAuditLogsRequestBuilderInternal(s.root, s.adapter).SignIns().ToGetRequestInformation)
}

func (s start) users() *users.UsersRequestBuilder {
	return users.NewUsersRequestBuilderInternal(s.root, s.adapter)
}

func (s start) groups() *groups.GroupsRequestBuilder {
	return groups.NewGroupsRequestBuilderInternal(s.root, s.adapter)
}

func (s start) domains() *domains.DomainsRequestBuilder {
	return domains.NewDomainsRequestBuilderInternal(s.root, s.adapter)
}

func (s start) devices() *devicemanagement.DeviceManagementRequestBuilder {
	return devicemanagement.NewDeviceManagementRequestBuilderInternal(s.root, s.adapter)
}

func (s start) backup() *directory.RecoveryRequestBuilder {
	return directory.NewDirectoryRequestBuilderInternal(s.root, s.adapter).Recovery()
}

func (s start) policies() *policies.PoliciesRequestBuilder {
	return policies.NewPoliciesRequestBuilderInternal(s.root, s.adapter)
}

func (s start) conditionalAccess() *identity.ConditionalAccessRequestBuilder {
	return identity.NewIdentityRequestBuilderInternal(s.root, s.adapter).ConditionalAccess()
}

func (s start) roles() *rolemanagement.DirectoryRequestBuilder {
	return rolemanagement.NewRoleManagementRequestBuilderInternal(s.root, s.adapter).Directory()
}

// source returns the source of a section and what its row asks for.
func (g *Client) source(ctx context.Context, s tenant.Section) (source, query, error) {
	q := query{parameters{Expand: s.Expand, Select: s.Select}, s.Headers}.pages(s.PageSize)
	if s.Count {
		q.Count = &s.Count
	}
	if s.Since != "" {
		back := g.signIns(ctx)
		if s.Days > 0 {
			back = time.Duration(s.Days) * 24 * time.Hour
		}
		since := g.now().Add(-back).UTC().Truncate(time.Hour)
		q = q.where(s.Since + " ge " + since.Format(time.RFC3339))
	}
	if e, ok := endpoints[s.ID]; ok {
		return g.from(e.rows), q, nil
	}
	kind, of := tenant.OnDemand(s.ID)
	if build, ok := onDemand[kind]; ok && of != "" {
		return g.from(func(s start) ask { return build(s, of) }), q, nil
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
