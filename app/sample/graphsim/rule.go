package graphsim

import "strings"

// target is who a setting applies to: everyone, some groups, some people.
type target struct {
	everyone bool
	groups   uint64
	people   map[string]bool
}

// targetOf reads a list of targets with id and targetType.
func (c *Cloud) targetOf(list []object) (t target) {
	t.people = map[string]bool{}
	for _, o := range list {
		id := strings.ToLower(o.str("id"))
		switch i, known := c.byGroup[id]; {
		case id == "all_users":
			t.everyone = true
		case known && o.str("targetType") != "user":
			t.groups |= 1 << i
		default:
			t.people[id] = true
		}
	}
	return t
}

// reaches reports whether a person is in it; groups are all groups of theirs.
func (t target) reaches(p *person, groups uint64) bool {
	return t.everyone || t.groups&groups != 0 || len(t.people) > 0 && t.people[p.id]
}

// rule is one method of the policy as it acts.
type rule struct {
	on       bool
	in, out  target
	office   bool // Voice: office phones too
	withOath bool // Authenticator: codes too
}

func (r *rule) allows(p *person, groups uint64) bool {
	return r != nil && r.on && r.in.reaches(p, groups) && !r.out.reaches(p, groups)
}

// rules are the authentication methods policy in a form for fast queries.
type rules struct {
	methods     map[string]*rule // by id in lower case
	strongest   rule             // system-preferred: the strongest method is asked first
	smsForEntry target           // Sms targets that may sign in with the number
}

// rulesOf works the rules out; it is called at the start and after each write.
func (c *Cloud) rulesOf(policy object) rules {
	all := rules{methods: map[string]*rule{}}
	for _, o := range policy.list("authenticationMethodConfigurations") {
		r := &rule{on: o.str("state") == "enabled", in: c.targetOf(o.list("includeTargets")),
			out: c.targetOf(o.list("excludeTargets"))}
		if v, ok := o.get("isOfficePhoneAllowed"); ok {
			r.office = v == true
		}
		if v, ok := o.get("isSoftwareOathEnabled"); ok {
			r.withOath = v == true
		}
		id := strings.ToLower(o.str("id"))
		all.methods[id] = r
		if id == "sms" {
			var entry []object
			for _, t := range o.list("includeTargets") {
				if v, _ := t.get("isUsableForSignIn"); v == true {
					entry = append(entry, t)
				}
			}
			all.smsForEntry = c.targetOf(entry)
		}
	}
	s := policy.obj("systemCredentialPreferences")
	// "default" is Microsoft's choice, and that is on.
	all.strongest = rule{on: s.str("state") != "disabled", in: c.targetOf(s.list("includeTargets")),
		out: c.targetOf(s.list("excludeTargets"))}
	return all
}

// allows reports whether a registered method may confirm a sign-in of a person.
func (all *rules) allows(method string, p *person, groups uint64) bool {
	ask := func(id string) bool { return all.methods[id].allows(p, groups) }
	switch method {
	case "mobilePhone":
		return ask("sms") || ask("voice")
	case "alternateMobilePhone":
		return ask("voice")
	case "officePhone":
		return ask("voice") && all.methods["voice"].office
	case "microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless":
		return ask("microsoftauthenticator")
	case "softwareOneTimePasscode":
		return ask("softwareoath") || ask("microsoftauthenticator") && all.methods["microsoftauthenticator"].withOath
	case "hardwareOneTimePasscode":
		return ask("hardwareoath")
	case "x509CertificateMultiFactor":
		return ask("x509certificate")
	case "temporaryAccessPass":
		return ask("temporaryaccesspass")
	case "email", "securityQuestion":
		return false
	}
	if strings.HasPrefix(method, "passKey") {
		return ask("fido2")
	}
	return true // Windows Hello for Business, and what is newer than this program
}

// confirms reports whether a method is a second step at all.
func confirms(method string) bool { return method != "email" && method != "securityQuestion" }

// passwordless reports whether a method takes the password's place.
func passwordless(method string) bool {
	return strings.HasPrefix(method, "passKey") || strings.HasPrefix(method, "x509") ||
		method == "windowsHelloForBusiness" || method == "microsoftAuthenticatorPasswordless"
}
