package tenant

// OrganisationInfo is the one row of SectionOrganisation (Graph organization).
type OrganisationInfo struct {
	ID       string         `json:"id"`
	Name     Text           `json:"displayName"`
	Country  Text           `json:"countryLetterCode"`
	Synced   Flag           `json:"onPremisesSyncEnabled"`
	LastSync When           `json:"onPremisesLastSyncDateTime"`
	Domains  []OwnDomain    `json:"verifiedDomains"`
	Plans    []AssignedPlan `json:"assignedPlans"`
}

// OwnDomain is a verified domain as the organisation lists it.
type OwnDomain struct {
	Name    Text `json:"name"`
	Initial Flag `json:"isInitial"`
	Default Flag `json:"isDefault"`
}

// Licence is a row of SectionLicences (Graph subscribedSku).
type Licence struct {
	ID       string `json:"id"`
	SKU      Text   `json:"skuId"`
	Part     Text   `json:"skuPartNumber"`
	Status   Text   `json:"capabilityStatus"` // Enabled, Warning, Suspended, Deleted, LockedOut
	Consumed int    `json:"consumedUnits"`
	Prepaid  struct {
		Enabled   int `json:"enabled"`
		Suspended int `json:"suspended"`
		Warning   int `json:"warning"`
	} `json:"prepaidUnits"`
	Plans []struct {
		ID     Text `json:"servicePlanId"`
		Name   Text `json:"servicePlanName"`
		Status Text `json:"provisioningStatus"` // Success, Disabled, PendingInput …
	} `json:"servicePlans"`
}

// Domain is a row of SectionDomains (Graph domain). Records are what Microsoft
// asks to be set in DNS; nil where they could not be read.
type Domain struct {
	ID             string         `json:"id"` // the name
	Verified       Flag           `json:"isVerified"`
	Default        Flag           `json:"isDefault"`
	Initial        Flag           `json:"isInitial"`
	Authentication Text           `json:"authenticationType"`
	Services       Texts          `json:"supportedServices"`
	Records        []DomainRecord `json:"handrailRecords"`
}

// DomainRecord is one DNS record that Microsoft asks for.
type DomainRecord struct {
	Kind    Text `json:"recordType"` // Mx, Txt, CName, Srv
	Label   Text `json:"label"`
	Service Text `json:"supportedService"`
	Host    Text `json:"mailExchange"`
	Name    Text `json:"canonicalName"`
	Text    Text `json:"text"`
	TTL     Text `json:"ttl"`
}

// RoleAssignment is a row of SectionRoles: one person who holds one role, or a
// group or application that does. Where a group holds the role, each of its
// members has a row with Through set.
type RoleAssignment struct {
	ID        string `json:"id"`
	Role      Text   `json:"roleDefinitionId"`
	Template  Text   `json:"handrailTemplate"` // template id; for built-in roles the same as Role
	RoleName  Text   `json:"handrailRole"`
	Principal Text   `json:"principalId"`
	Kind      Text   `json:"handrailKind"` // user, group, servicePrincipal, or ""
	Name      Text   `json:"handrailName"`
	Scope     Text   `json:"directoryScopeId"` // "/" is everywhere
	Through   Text   `json:"handrailThrough"`  // id of the group; "" is direct
	Eligible  Flag   `json:"handrailEligible"` // may be activated, is not held now
	BuiltIn   Flag   `json:"handrailBuiltIn"`  // Microsoft made the role; not known in older caches
}

// RoleDefinition is a row of SectionDefinitions (Graph unifiedRoleDefinition).
type RoleDefinition struct {
	ID       string `json:"id"`
	Name     Text   `json:"displayName"`
	Template Text   `json:"templateId"`
	BuiltIn  Flag   `json:"isBuiltIn"` // Microsoft made the role
}

// Group is a row of SectionGroups (Graph group).
type Group struct {
	ID             string `json:"id"`
	Name           Text   `json:"displayName"`
	Mail           Text   `json:"mail"`
	MailEnabled    Flag   `json:"mailEnabled"`
	Security       Flag   `json:"securityEnabled"`
	Types          Texts  `json:"groupTypes"` // Unified, DynamicMembership
	Rule           Text   `json:"membershipRule"`
	Processing     Text   `json:"membershipRuleProcessingState"` // On, Paused; not known in older caches
	RoleAssignable Flag   `json:"isAssignableToRole"`
	Synced         Flag   `json:"onPremisesSyncEnabled"`
}

// GroupLicence is a row of GroupLicences: the licences that a group gives to its direct members (Graph group).
type GroupLicence struct {
	ID       string `json:"id"`
	Licences *[]struct {
		SKU Text `json:"skuId"`
	} `json:"assignedLicenses"` // nil: Microsoft did not send them
}

// Dynamic reports whether a rule decides who is in it.
func (g Group) Dynamic() bool { return g.Types.Has("DynamicMembership") }

// Member is a row of MembersSection and MemberOfSection (Graph directoryObject).
type Member struct {
	Type Text   `json:"@odata.type"` // #microsoft.graph.user, .group, .device, .servicePrincipal
	ID   string `json:"id"`
	Name Text   `json:"displayName"`
	UPN  Text   `json:"userPrincipalName"`
}

// SignIn is a row of SectionSignIns (Graph signIn).
type SignIn struct {
	ID       string `json:"id"`
	At       When   `json:"createdDateTime"`
	User     Text   `json:"userId"`
	UPN      Text   `json:"userPrincipalName"`
	App      Text   `json:"appDisplayName"`
	Client   Text   `json:"clientAppUsed"`
	Resource Text   `json:"resourceDisplayName"`
	Access   Text   `json:"conditionalAccessStatus"`
	Status   struct {
		Code   int  `json:"errorCode"`
		Reason Text `json:"failureReason"`
	} `json:"status"`
	Location struct {
		City    Text `json:"city"`
		Country Text `json:"countryOrRegion"`
	} `json:"location"`
	Device struct {
		Name      Text `json:"displayName"`
		System    Text `json:"operatingSystem"`
		Browser   Text `json:"browser"`
		Compliant Flag `json:"isCompliant"`
	} `json:"deviceDetail"`
	Policies []AppliedPolicy `json:"appliedConditionalAccessPolicies"`
}

// AppliedPolicy is what one policy made of a sign-in. An empty list of them may
// also mean that the account may not see policies.
type AppliedPolicy struct {
	ID     Text `json:"id"`
	Name   Text `json:"displayName"`
	Result Text `json:"result"` // success, failure, notApplied, reportOnlyInterrupted, …
	// Controls are what the policy requires: Mfa, Block.
	Controls Texts `json:"enforcedGrantControls"`
	// These are why, and only the beta has them: conditions with commas between them, as
	// words or as numbers, and the rules by which it excludes the sign-in.
	Satisfied    Text `json:"conditionsSatisfied"`
	NotSatisfied Text `json:"conditionsNotSatisfied"`
	Excluding    Raw  `json:"excludeRulesSatisfied"`
}

// Device is a row of SectionDevices (Graph device).
type Device struct {
	ID         string `json:"id"`
	Name       Text   `json:"displayName"`
	System     Text   `json:"operatingSystem"`
	Version    Text   `json:"operatingSystemVersion"`
	Trust      Text   `json:"trustType"`
	Compliant  Flag   `json:"isCompliant"`
	Managed    Flag   `json:"isManaged"`
	Enabled    Flag   `json:"accountEnabled"`
	LastSignIn When   `json:"approximateLastSignInDateTime"`
	Profile    Text   `json:"enrollmentProfileName"`
}

// AutopilotDevice is a row of SectionAutopilot (Graph windowsAutopilotDeviceIdentity).
type AutopilotDevice struct {
	ID     string `json:"id"`
	Device Text   `json:"azureActiveDirectoryDeviceId"` // the deviceId of a row of SectionDevices; may be empty
}

// AutopilotProfile is a row of SectionProfiles (Graph windowsAutopilotDeploymentProfile).
type AutopilotProfile struct {
	ID   string `json:"id"`
	Name Text   `json:"displayName"`
}
