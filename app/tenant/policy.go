package tenant

import (
	"encoding/json"
	"slices"
	"strings"
)

// AccessPolicy is a row of SectionAccess (Graph conditionalAccessPolicy).
type AccessPolicy struct {
	raw Raw // everything, for a later comparison

	ID         string         `json:"id"`
	Name       Text           `json:"displayName"`
	State      Text           `json:"state"` // enabled, disabled, enabledForReportingButNotEnforced
	Template   Text           `json:"templateId"`
	Created    When           `json:"createdDateTime"`
	Modified   When           `json:"modifiedDateTime"`
	Conditions Conditions     `json:"conditions"`
	Grant      *GrantControls `json:"grantControls"`
	Session    Raw            `json:"sessionControls"`
	// BetaOnly: v1.0 leaves the policy out, because it uses features of the beta.
	BetaOnly bool `json:"handrailBetaOnly"`
	// Unread: a part of the row is not as Microsoft documents it, and is left out.
	Unread bool `json:"-"`
}

// Enforced and ReportOnly report whether the policy acts or only reports.
func (p AccessPolicy) Enforced() bool { return p.State.Is("enabled") }

// ReportOnly is described at Enforced.
func (p AccessPolicy) ReportOnly() bool { return p.State.Is("enabledForReportingButNotEnforced") }

// UnmarshalJSON keeps the whole text beside the fields. One policy that is written in another
// way never hides the others: what can be read of it is. One without a name has its ID.
func (p *AccessPolicy) UnmarshalJSON(b []byte) error {
	type plain AccessPolicy
	if json.Unmarshal(b, (*plain)(p)) != nil {
		var row struct {
			ID    string `json:"id"`
			Name  Text   `json:"displayName"`
			State Text   `json:"state"`
		}
		if err := json.Unmarshal(b, &row); err != nil {
			return err
		}
		*p = AccessPolicy{ID: row.ID, Name: row.Name, State: row.State, Unread: true}
	}
	if strings.TrimSpace(string(p.Name)) == "" {
		p.Name = Text(p.ID)
	}
	p.raw = Raw(append([]byte(nil), b...))
	return nil
}

// Raw returns the policy as Microsoft sent it; nil for one that was not read.
func (p AccessPolicy) Raw() Raw { return p.raw }

// Conditions are when a policy applies.
type Conditions struct {
	ClientApps   Texts `json:"clientAppTypes"`
	SignInRisk   Texts `json:"signInRiskLevels"`
	UserRisk     Texts `json:"userRiskLevels"`
	Applications struct {
		Include     Texts `json:"includeApplications"`
		Exclude     Texts `json:"excludeApplications"`
		UserActions Texts `json:"includeUserActions"` // urn:user:registersecurityinfo
		Contexts    Texts `json:"includeAuthenticationContextClassReferences"`
		Filter      Raw   `json:"applicationFilter"`
	} `json:"applications"`
	Users struct {
		Include       Texts `json:"includeUsers"` // ids, All, None, GuestsOrExternalUsers
		Exclude       Texts `json:"excludeUsers"`
		IncludeGroups Texts `json:"includeGroups"`
		ExcludeGroups Texts `json:"excludeGroups"`
		IncludeRoles  Texts `json:"includeRoles"` // template ids
		ExcludeRoles  Texts `json:"excludeRoles"`
		IncludeGuests Raw   `json:"includeGuestsOrExternalUsers"`
		ExcludeGuests Raw   `json:"excludeGuestsOrExternalUsers"`
	} `json:"users"`
	Platforms *struct {
		Include Texts `json:"includePlatforms"`
		Exclude Texts `json:"excludePlatforms"`
	} `json:"platforms"`
	Locations *struct {
		Include Texts `json:"includeLocations"`
		Exclude Texts `json:"excludeLocations"`
	} `json:"locations"`
	Devices Raw `json:"devices"`
	Flows   Raw `json:"authenticationFlows"`
	// Clients is for service principals; nil in policies for people.
	Clients      *ClientApplications `json:"clientApplications"`
	InsiderRisk  Raw                 `json:"insiderRiskLevels"`
	WorkloadRisk Texts               `json:"servicePrincipalRiskLevels"`
	AgentRisk    Raw                 `json:"agentIdRiskLevels"`
	// Others are conditions that Handrail does not know, by Microsoft's names.
	Others map[string]Raw `json:"-"`
}

// ClientApplications are the service principals that a policy names.
type ClientApplications struct {
	Include Texts `json:"includeServicePrincipals"` // ids, ServicePrincipalsInMyTenant, None
	Exclude Texts `json:"excludeServicePrincipals"`
	Filter  Raw   `json:"servicePrincipalFilter"`
	// Agents and AgentFilter are for the identities of agents, which only the beta has.
	Agents      Texts `json:"includeAgentIdServicePrincipals"`
	AgentFilter Raw   `json:"agentIdServicePrincipalFilter"`
}

// UnmarshalJSON keeps the conditions that have no field of their own.
func (c *Conditions) UnmarshalJSON(b []byte) error {
	type plain Conditions
	if err := json.Unmarshal(b, (*plain)(c)); err != nil {
		return err
	}
	var all struct {
		Conditions map[string]Raw
		Apps       map[string]Raw `json:"applications"`
		Users      map[string]Raw `json:"users"`
	}
	if json.Unmarshal(b, &all.Conditions) != nil || json.Unmarshal(b, &all) != nil {
		return nil // not an object: it holds nothing more
	}
	c.Others = map[string]Raw{}
	keep := func(before string, rows map[string]Raw, known []string) {
		for name, raw := range rows {
			if !slices.Contains(known, name) && !strings.Contains(name, "@") {
				c.Others[before+name] = raw
			}
		}
	}
	keep("", all.Conditions, conditionNames)
	keep("", all.Apps, applicationNames)
	keep(OfUsers, all.Users, userNames)
	return nil
}

// OfUsers stands in Conditions.Others before the names of what belongs to users.
const OfUsers = "users/"

// The names of the fields of Conditions, its applications and its users.
var (
	conditionNames = []string{"clientAppTypes", "signInRiskLevels", "userRiskLevels", "applications", "users",
		"platforms", "locations", "devices", "authenticationFlows", "clientApplications", "insiderRiskLevels",
		"servicePrincipalRiskLevels", "agentIdRiskLevels"}
	applicationNames = []string{"includeApplications", "excludeApplications", "includeUserActions",
		"includeAuthenticationContextClassReferences", "applicationFilter"}
	userNames = []string{"includeUsers", "excludeUsers", "includeGroups", "excludeGroups", "includeRoles",
		"excludeRoles", "includeGuestsOrExternalUsers", "excludeGuestsOrExternalUsers"}
	grantNames = []string{"operator", "builtInControls", "customAuthenticationFactors", "termsOfUse",
		"authenticationStrength"}
)

// GrantControls are what a policy requires.
type GrantControls struct {
	Operator Text  `json:"operator"` // AND, OR
	BuiltIn  Texts `json:"builtInControls"`
	Custom   Texts `json:"customAuthenticationFactors"`
	Terms    Texts `json:"termsOfUse"`
	Strength *struct {
		ID           string `json:"id"`
		Name         Text   `json:"displayName"`
		Combinations Texts  `json:"allowedCombinations"`
	} `json:"authenticationStrength"`
	// Others are controls that Handrail does not know, by Microsoft's names.
	Others map[string]Raw `json:"-"`
}

// UnmarshalJSON keeps the controls that have no field of their own.
func (g *GrantControls) UnmarshalJSON(b []byte) error {
	type plain GrantControls
	if err := json.Unmarshal(b, (*plain)(g)); err != nil {
		return err
	}
	var all map[string]Raw
	_ = json.Unmarshal(b, &all) // else it is null
	for name, raw := range all {
		if !slices.Contains(grantNames, name) && !strings.Contains(name, "@") {
			if g.Others == nil {
				g.Others = map[string]Raw{}
			}
			g.Others[name] = raw
		}
	}
	return nil
}

// SecurityDefaults is the one row of SectionDefaults.
type SecurityDefaults struct {
	ID      string `json:"id"`
	Enabled Flag   `json:"isEnabled"`
}

// Strength is a row of SectionStrengths.
type Strength struct {
	ID           string `json:"id"`
	Name         Text   `json:"displayName"`
	Type         Text   `json:"policyType"`
	Combinations Texts  `json:"allowedCombinations"`
}

// Location is a row of SectionLocations.
type Location struct {
	Type    Text   `json:"@odata.type"`
	ID      string `json:"id"`
	Name    Text   `json:"displayName"`
	Trusted Flag   `json:"isTrusted"`
}
