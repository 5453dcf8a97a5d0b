package graphsim

import (
	"slices"
	"strings"
	"time"
)

// registrationKind is the registration report. Its page documents $filter and
// $orderby only and no page size; $select and $top work in practice.
var registrationKind = &kind{
	name: "userRegistrationDetails", context: "reports/authenticationMethods/userRegistrationDetails", page: 100,
	most: 999,
	fields: []string{"id", "userPrincipalName", "userDisplayName", "userType", "isAdmin", "isSsprRegistered",
		"isSsprEnabled", "isSsprCapable", "isMfaRegistered", "isMfaCapable", "isPasswordlessCapable",
		"methodsRegistered", "isSystemPreferredAuthenticationMethodEnabled", "systemPreferredAuthenticationMethods",
		"userPreferredMethodForSecondaryAuthentication", "lastUpdatedDateTime", "defaultMfaMethod"},
	filter: map[string]string{"userPrincipalName": "eq startswith", "userDisplayName": "eq startswith",
		"userType": "eq ne", "isAdmin": "eq", "isSsprRegistered": "eq", "isSsprEnabled": "eq",
		"isSsprCapable": "eq", "isMfaRegistered": "eq", "isMfaCapable": "eq", "isPasswordlessCapable": "eq",
		"methodsRegistered": "any", "isSystemPreferredAuthenticationMethodEnabled": "eq",
		"systemPreferredAuthenticationMethods": "any", "userPreferredMethodForSecondaryAuthentication": "eq",
		"id": "eq", "lastUpdatedDateTime": "ge le"},
	order: []string{"userPrincipalName", "userDisplayName"},
}

// registration is a person as a row of the report.
type registration struct {
	c      *Cloud
	p      *person
	groups uint64
}

// registered returns the methods of a person, with a pass that was written.
func (c *Cloud) registered(p *person) []string {
	if c.passes[p.place] != nil && !slices.Contains(p.methods, "temporaryAccessPass") {
		return append(slices.Clone(p.methods), "temporaryAccessPass")
	}
	if p.methods == nil {
		return []string{}
	}
	return p.methods
}

// allowed reports whether one of the methods that fit a test is allowed.
func (r registration) allowed(test func(method string) bool) bool {
	return slices.ContainsFunc(r.c.registered(r.p), func(m string) bool {
		return test(m) && r.c.rules.allows(m, r.p, r.groups)
	})
}

// isAdmin reports whether a person holds a role now. Guests written by hand may.
func (c *Cloud) isAdmin(p *person) bool { return c.admins[p.place] }

// get returns a property of the report.
func (r registration) get(name string) (any, bool) {
	p := r.p
	switch name {
	case "id":
		return p.id, true
	case "userPrincipalName":
		return p.upn, true
	case "userDisplayName":
		return p.name, true
	case "userType":
		return strings.ToLower(p.userType()), true
	case "isAdmin":
		return r.c.isAdmin(p), true
	case "isMfaRegistered":
		return slices.ContainsFunc(r.c.registered(p), confirms), true
	case "isMfaCapable":
		return r.allowed(confirms), true
	case "isPasswordlessCapable":
		return r.allowed(passwordless), true
	case "isSsprEnabled":
		return !p.guest, true
	case "isSsprRegistered":
		return slices.ContainsFunc(r.c.registered(p), resets), true
	case "isSsprCapable":
		return !p.guest && (r.allowed(resets) ||
			slices.ContainsFunc(p.methods, func(m string) bool { return !confirms(m) })), true
	case "methodsRegistered":
		return r.c.registered(p), true
	case "isSystemPreferredAuthenticationMethodEnabled":
		return r.c.rules.strongest.allows(p, r.groups), true
	case "systemPreferredAuthenticationMethods":
		return r.strongest(), true
	case "userPreferredMethodForSecondaryAuthentication":
		return p.preferred, true // "" where there is none: Microsoft's own example has it so
	case "lastUpdatedDateTime":
		return r.c.base.Add(-3*time.Hour - 17*time.Minute), true
	case "defaultMfaMethod":
		return r.usual(), true
	}
	return nil, false
}

// resets reports whether a method helps with a forgotten password.
func resets(method string) bool {
	return !passwordless(method) && method != "temporaryAccessPass"
}

// strongest returns what system-preferred authentication would ask for.
func (r registration) strongest() []string {
	if !r.c.rules.strongest.allows(r.p, r.groups) {
		return []string{}
	}
	for _, try := range [][2]string{{"microsoftAuthenticatorPush", "push"}, {"softwareOneTimePasscode", "oath"},
		{"hardwareOneTimePasscode", "oath"}, {"mobilePhone", "sms"}, {"alternateMobilePhone", "voiceAlternateMobile"},
		{"officePhone", "voiceOffice"}} {
		if r.allowed(func(m string) bool { return m == try[0] }) {
			name := try[1]
			if name == "sms" && !r.c.rules.methods["sms"].allows(r.p, r.groups) {
				name = "voiceMobile"
			}
			return []string{name}
		}
	}
	return []string{}
}

// usual returns defaultMfaMethod, which the beta has.
func (r registration) usual() string {
	name := map[string]string{"push": "microsoftAuthenticatorPush", "oath": "softwareOneTimePasscode",
		"sms": "mobilePhone", "voiceMobile": "mobilePhone",
		"voiceAlternateMobile": "alternateMobilePhone", "voiceOffice": "officePhone"}[r.p.preferred]
	if name == "" {
		return "none"
	}
	return name
}

func (c *Cloud) registrationOf(p *person) registration {
	return registration{c, p, c.groupsOf(p)}
}

// registrations returns the report's rows. Disabled accounts are missing from it.
func (c *Cloud) registrations() source {
	return source{c.people, func(i int) row {
		if p := c.person(i); !p.disabled && !p.away {
			return c.registrationOf(p)
		}
		return nil
	}}
}

func reportRoutes() []route {
	return []route{
		{of: "[]userRegistrationDetails", pattern: "/reports/authenticationMethods/userRegistrationDetails",
			do: details},
		{of: "userRegistrationDetails", pattern: "/reports/authenticationMethods/userRegistrationDetails/{}",
			do: detailsOf},
		{of: "userRegistrationMethodSummary", pattern: "/reports/authenticationMethods/usersRegisteredByMethod",
			do: summary},
		{of: "userRegistrationMethodSummary", pattern: "/reports/authenticationMethods/usersRegisteredByMethod(*)",
			do: summary},
	}
}

// registrationKind returns what may be asked for: defaultMfaMethod in beta only.
func (x *call) registrationKind() *kind {
	k := *registrationKind
	if !x.beta {
		k.fields = k.fields[:len(k.fields)-1]
	}
	return &k
}

func details(x *call) *answer {
	if x.cloud.options.NoPremium {
		return x.noPremium()
	}
	return x.list(x.registrationKind(), x.cloud.registrations())
}

func detailsOf(x *call) *answer {
	if x.cloud.options.NoPremium {
		return x.noPremium()
	}
	i, ok := x.cloud.personPlace(strings.ToLower(x.arg(0)))
	if !ok || x.cloud.person(i).disabled {
		return notFound(x.arg(0))
	}
	return x.entity(x.registrationKind(), x.cloud.registrationOf(x.cloud.person(i)))
}

// summary counts methods. Its arguments choose members or guests, admins or
// other people.
func summary(x *call) *answer {
	if x.cloud.options.NoPremium {
		return x.noPremium()
	}
	types, roles := "all", "all"
	if len(x.args) > 0 {
		for part := range strings.SplitSeq(x.arg(0), ",") {
			name, v, _ := strings.Cut(part, "=")
			v = strings.Trim(v, "'")
			switch name {
			case "includedUserTypes":
				types = v
			case "includedUserRoles":
				roles = v
			}
		}
	}
	c, total, counts := x.cloud, 0, map[string]int{}
	for i := range c.people {
		p := c.person(i)
		admin := c.isAdmin(p)
		if p.disabled || p.away || types != "all" && types != strings.ToLower(p.userType()) || roles == "user" && admin ||
			(roles == "admin" || roles == "privilegedAdmin") && !admin {
			continue
		}
		total++
		for _, m := range c.registered(p) {
			counts[m]++
		}
	}
	rows := []object{{{"authenticationMethod", "password"}, {"userCount", total}}}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		rows = append(rows, object{{"authenticationMethod", name}, {"userCount", counts[name]}})
	}
	return &answer{status: 200, body: appendValue(nil, object{
		{"@odata.context", x.base + "/$metadata#microsoft.graph.userRegistrationMethodSummary"},
		{"totalUserCount", total}, {"userRegistrationMethodCounts", rows}, {"userRoles", roles}, {"userTypes", types},
	})}
}
