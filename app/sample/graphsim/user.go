package graphsim

import (
	"slices"
	"strings"
	"time"
)

// userKind is /users. The default properties, page sizes and filters are those
// of api-reference/v1.0/api/user-list.md; with signInActivity a page has at most
// 500 people.
var userKind = &kind{
	name: "user", context: "users", page: 100, most: 999, advanced: true, wide: "signInActivity", wideMost: 500,
	fields: []string{
		"id", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
		"preferredLanguage", "surname", "userPrincipalName",
		"accountEnabled", "ageGroup", "assignedLicenses", "assignedPlans", "city", "companyName", "country",
		"createdDateTime", "creationType", "deletedDateTime", "department",
		"employeeId", "employeeType", "externalUserState", "externalUserStateChangeDateTime",
		"lastPasswordChangeDateTime", "licenseAssignmentStates", "mailNickname",
		"onPremisesDomainName", "onPremisesImmutableId", "onPremisesLastSyncDateTime", "onPremisesSamAccountName",
		"onPremisesSyncEnabled", "onPremisesUserPrincipalName",
		"otherMails", "passwordPolicies", "postalCode", "proxyAddresses", "showInAddressList", "signInActivity",
		"state", "streetAddress", "usageLocation", "userType", "perUserMfaState",
	},
	plain: []string{"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
		"officeLocation", "preferredLanguage", "surname", "userPrincipalName"},
	filter: map[string]string{
		"id": "eq ne not in", "displayName": "eq ne not ge le in startswith endswith",
		"userPrincipalName": "eq ne not ge le in startswith endswith", "mail": "eq ne not ge le in startswith endswith",
		"givenName": "eq ne not ge le in startswith", "surname": "eq ne not ge le in startswith",
		"jobTitle": "eq ne not ge le in startswith", "department": "eq ne not ge le in",
		"accountEnabled": "eq ne not in", "userType": "eq ne not in", "usageLocation": "eq ne not ge le in startswith",
		"onPremisesSyncEnabled": "eq ne not in", "createdDateTime": "eq ne not ge le in",
		"assignedLicenses": "any not", "assignedPlans": "any not", "proxyAddresses": "any", "otherMails": "any",
		"employeeType": "eq ne not ge le in startswith", "city": "eq ne not ge le in startswith",
		"signInActivity/lastSignInDateTime":               "eq ne not ge le",
		"signInActivity/lastNonInteractiveSignInDateTime": "eq ne not ge le", "externalUserState": "eq ne not in",
	},
	order: []string{"displayName", "userPrincipalName", "createdDateTime"},
}

// account is a person as a row of /users.
type account struct {
	c *Cloud
	p *person
}

// names returns the given name and the family name, as far as there are two.
func (p *person) names() (any, any) {
	given, family, two := strings.Cut(p.name, " ")
	if !two || p.resource || strings.HasPrefix(p.upn, "Sync_") || len(p.name) > 64 {
		return nil, nil
	}
	return given, family
}

// get returns a property of /users; null if the person has none.
func (a account) get(name string) (any, bool) {
	p := a.p
	switch name {
	case "id":
		return p.id, true
	case "displayName":
		return p.name, true
	case "userPrincipalName":
		return p.upn, true
	case "mail":
		return orNull(p.mail), true
	case "jobTitle":
		return orNull(p.job), true
	case "department":
		return orNull(p.department), true
	case "accountEnabled":
		return !p.disabled, true
	case "userType":
		return p.userType(), true
	case "givenName":
		given, _ := p.names()
		return given, true
	case "surname":
		_, family := p.names()
		return family, true
	case "createdDateTime":
		return p.created, true
	case "assignedLicenses":
		return licencesOf(a.c, p), true
	case "assignedPlans":
		return plansOf(a.c, p), true
	case "signInActivity":
		return a.c.activity(p), !a.c.options.NoPremium
	case "perUserMfaState":
		return a.c.perUserState(p), true
	case "businessPhones", "licenseAssignmentStates":
		return []string{}, true
	case "mobilePhone":
		return orNull(p.phoneNumber("mobilePhone")), true
	case "officeLocation":
		if slices.Contains(p.methods, "officePhone") {
			return "Church Lane", true
		}
		return nil, true
	}
	return a.more(name)
}

// more returns the properties that are seldom asked for.
func (a account) more(name string) (any, bool) {
	p := a.p
	nick, _, _ := strings.Cut(p.upn, "@")
	switch name {
	case "usageLocation":
		if p.guest {
			return nil, true
		}
		return "GB", true
	case "preferredLanguage":
		if p.guest {
			return nil, true
		}
		return "en-GB", true
	case "companyName":
		if p.guest {
			return p.mail[strings.IndexByte(p.mail, '@')+1:], true
		}
	case "mailNickname":
		return strings.NewReplacer("#EXT#", "").Replace(nick), true
	case "onPremisesSyncEnabled":
		if p.synced {
			return true, true
		}
	case "onPremisesLastSyncDateTime":
		if p.synced {
			return a.c.base.Add(-syncGap), true
		}
	case "onPremisesSamAccountName":
		if p.synced {
			return nick[:min(20, len(nick))], true
		}
	case "onPremisesUserPrincipalName":
		if p.synced {
			return p.upn, true
		}
	case "onPremisesDomainName":
		if p.synced {
			return "northgate.local", true
		}
	case "otherMails":
		if p.guest {
			return []string{p.mail}, true
		}
		return []string{}, true
	case "proxyAddresses":
		if p.mail != "" {
			return []string{"SMTP:" + p.mail}, true
		}
		return []string{}, true
	case "creationType", "externalUserState":
		if p.guest {
			return map[string]string{"creationType": "Invitation", "externalUserState": p.invitation()}[name], true
		}
	case "lastPasswordChangeDateTime":
		return p.created.Add(time.Hour), true
	}
	return nil, true
}

func (p *person) userType() string {
	if p.guest {
		return "Guest"
	}
	return "Member"
}

// invitation reports whether a guest has accepted: who signed in has.
func (p *person) invitation() string {
	if p.seen < 0 {
		return "PendingAcceptance"
	}
	return "Accepted"
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// activity returns signInActivity; null if the person never signed in.
func (c *Cloud) activity(p *person) any {
	if p.seen < 0 {
		return nil
	}
	last := c.base.Add(-p.seen)
	quiet := last.Add(2 * time.Hour)
	if quiet.After(c.base) {
		quiet = c.base.Add(-p.seen / 2)
	}
	id := c.guid("last/" + p.id)
	o := object{{"lastSignInDateTime", last.Truncate(time.Second)}, {"lastSignInRequestId", id},
		{"lastNonInteractiveSignInDateTime", quiet.Truncate(time.Second)}, {"lastNonInteractiveSignInRequestId", id},
		{"lastSuccessfulSignInDateTime", last.Truncate(time.Second)}, {"lastSuccessfulSignInRequestId", id}}
	if p.key == "sync" { // it never signs in at a screen
		o = o.with("lastSignInDateTime", nil).with("lastSignInRequestId", nil)
	}
	return o
}

func userRoutes() []route {
	return []route{
		{of: "[]user", pattern: "/users", do: users},
		{of: "count", pattern: "/users/$count", do: countPeople},
		{of: "user", pattern: "/users/{}", do: ofUser(func(x *call, p *person) *answer { return x.user(p) })},
		{method: "PATCH", pattern: "/users/{}", write: true, do: ofUser(changeUser)},
		{of: "user", method: "POST", pattern: "/users/{}/assignLicense", write: true, do: ofUser(assignLicence)},
		{of: "user", pattern: "/users/{}/manager", do: ofUser(managerOf)},
		{of: "[]directoryObject", pattern: "/users/{}/memberOf", do: ofUser(memberOf(direct, ""))},
		{of: "[]group", pattern: "/users/{}/memberOf/microsoft.graph.group", do: ofUser(memberOf(direct, "group"))},
		{of: "[]directoryRole", pattern: "/users/{}/memberOf/microsoft.graph.directoryRole",
			do: ofUser(memberOf(direct, "directoryRole"))},
		{of: "[]directoryObject", pattern: "/users/{}/transitiveMemberOf", do: ofUser(memberOf(transitive, ""))},
		{of: "[]group", pattern: "/users/{}/transitiveMemberOf/microsoft.graph.group",
			do: ofUser(memberOf(transitive, "group"))},
		{of: "[]directoryRole", pattern: "/users/{}/transitiveMemberOf/microsoft.graph.directoryRole",
			do: ofUser(memberOf(transitive, "directoryRole"))},
		{of: "[]authenticationMethod", pattern: "/users/{}/authentication/methods", do: ofUser(methodsOf(""))},
		{of: "[]phoneAuthenticationMethod", pattern: "/users/{}/authentication/phoneMethods",
			do: ofUser(methodsOf("phone"))},
		{of: "[]emailAuthenticationMethod", pattern: "/users/{}/authentication/emailMethods",
			do: ofUser(methodsOf("email"))},
		{of: "[]fido2AuthenticationMethod", pattern: "/users/{}/authentication/fido2Methods",
			do: ofUser(methodsOf("fido2"))},
		{of: "[]microsoftAuthenticatorAuthenticationMethod",
			pattern: "/users/{}/authentication/microsoftAuthenticatorMethods",
			do:      ofUser(methodsOf("microsoftAuthenticator"))},
		{of: "[]softwareOathAuthenticationMethod", pattern: "/users/{}/authentication/softwareOathMethods",
			do: ofUser(methodsOf("softwareOath"))},
		{of: "[]windowsHelloForBusinessAuthenticationMethod",
			pattern: "/users/{}/authentication/windowsHelloForBusinessMethods",
			do:      ofUser(methodsOf("windowsHelloForBusiness"))},
		{of: "[]temporaryAccessPassAuthenticationMethod",
			pattern: "/users/{}/authentication/temporaryAccessPassMethods",
			do:      ofUser(methodsOf("temporaryAccessPass"))},
		{of: "temporaryAccessPassAuthenticationMethod", method: "POST",
			pattern: "/users/{}/authentication/temporaryAccessPassMethods", write: true, do: ofUser(createPass)},
		{method: "DELETE", pattern: "/users/{}/authentication/temporaryAccessPassMethods/{}", write: true,
			do: ofUser(deletePass)},
		{of: "beta:strongAuthenticationRequirements", pattern: "/users/{}/authentication/requirements", beta: true,
			do: ofUser(requirements)},
		{method: "PATCH", pattern: "/users/{}/authentication/requirements", beta: true, write: true,
			do: ofUser(setRequirements)},
		{of: "beta:signInPreferences", pattern: "/users/{}/authentication/signInPreferences", beta: true,
			do: ofUser(preferences)},
	}
}

// ofUser finds the person that a path names.
func ofUser(do func(x *call, p *person) *answer) func(x *call) *answer {
	return func(x *call) *answer {
		p, ok := x.cloud.findPerson(x.arg(0))
		if !ok {
			return notFound(x.arg(0))
		}
		return do(x, p)
	}
}

// ofMe takes the signed-in account, the office manager.
func ofMe(do func(x *call, p *person) *answer) func(x *call) *answer {
	return func(x *call) *answer { return do(x, x.cloud.hand[0]) }
}

func me(x *call) *answer { return x.user(x.cloud.hand[0]) }

// userKind returns what may be asked for: perUserMfaState only where it is on.
func (x *call) userKind() *kind {
	k := *userKind
	if !x.cloud.options.PerUserMFA {
		k.fields = k.fields[:len(k.fields)-1]
	}
	return &k
}

// noPremium refuses what needs a P1 licence, in Graph's words.
func (x *call) noPremium() *answer {
	return refuse(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
		"Neither tenant is B2C or tenant doesn't have premium license")
}

// asksActivity reports whether a query needs signInActivity.
func (x *call) asksActivity() bool {
	return x.cloud.options.NoPremium && strings.Contains(plainQuery(x.rawQuery), "signInActivity")
}

func (x *call) user(p *person) *answer {
	if x.asksActivity() {
		return x.noPremium()
	}
	return x.entity(x.userKind(), account{x.cloud, p})
}

// people returns every account.
func (c *Cloud) everybody() source {
	return source{c.people, func(i int) row {
		if p := c.person(i); !p.away {
			return account{c, p}
		}
		return nil
	}}
}

func users(x *call) *answer {
	if x.asksActivity() {
		return x.noPremium()
	}
	return x.list(x.userKind(), x.cloud.everybody())
}

func countPeople(x *call) *answer { return x.countOnly(x.userKind(), x.cloud.everybody()) }
