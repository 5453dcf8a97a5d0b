package graphsim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The ids of methods that a person has at most one of are the same everywhere
// (api-reference/v1.0/resources/phoneauthenticationmethod.md and its neighbours).
const (
	passwordMethod  = "28c10230-6103-485e-b985-444c60001490"
	mobileMethod    = "3179e48a-750b-4051-897c-87b9720928f7"
	alternateMethod = "b6332ec1-7057-4abe-9331-3d72feddfe41"
	officeMethod    = "e37fc753-ff3b-4958-9484-eaa9425c82bc"
	emailMethod     = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f"
)

var methodKind = &kind{name: "authenticationMethod", context: "authenticationMethods",
	options: []string{"$select", "$filter", "$top"}}

// phoneNumber returns a number of the ranges kept for fiction; "" if the person
// has no such phone.
func (p *person) phoneNumber(method string) string {
	if !slices.Contains(p.methods, method) {
		return ""
	}
	switch method {
	case "officePhone":
		return fmt.Sprintf("+44 2079460%03d", p.place%1000)
	case "alternateMobilePhone":
		return fmt.Sprintf("+44 7700901%03d", p.place%1000)
	}
	return fmt.Sprintf("+44 7700900%03d", p.place%1000)
}

// methodsOf answers with a person's methods; only keeps one type.
func methodsOf(only string) func(x *call, p *person) *answer {
	return func(x *call, p *person) *answer {
		var rows []object
		for _, o := range x.cloud.methodObjects(p) {
			typ, _ := strings.CutSuffix(o.str("@odata.type"), "AuthenticationMethod")
			switch {
			case only == "":
				rows = append(rows, o)
			case typ == "#microsoft.graph."+only:
				rows = append(rows, o[1:]) // a list of one type does not name it
			}
		}
		k := *methodKind
		if only != "" {
			k.context = "users('" + p.id + "')/authentication/" + only + "Methods"
		}
		return x.list(&k, these(rows))
	}
}

// methodObjects returns a person's methods one by one. The report's newest words
// have no type in the v1.0 metadata: such a method shows as a passkey, or as a
// type that no one knows yet.
func (c *Cloud) methodObjects(p *person) (all []object) {
	at := p.created.Add(50 * time.Hour)
	add := func(typ, id string, more ...field) {
		all = append(all, append(object{{"@odata.type", "#microsoft.graph." + typ + "AuthenticationMethod"}, {"id", id},
			{"createdDateTime", at}}, more...))
	}
	id := func(what string) string { return c.guid("method/" + what + p.id) }
	add("password", passwordMethod, field{"password", nil})
	for _, m := range p.methods {
		switch m {
		case "mobilePhone":
			add("phone", mobileMethod, c.phoneFields(p, m, "mobile")...)
		case "alternateMobilePhone":
			add("phone", alternateMethod, c.phoneFields(p, m, "alternateMobile")...)
		case "officePhone":
			add("phone", officeMethod, c.phoneFields(p, m, "office")...)
		case "email":
			add("email", emailMethod, field{"emailAddress", fmt.Sprintf("person%d@mail.example", p.place)})
		case "microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless":
			add("microsoftAuthenticator", id(m), field{"displayName", "iPhone 15"},
				field{"deviceTag", "SoftwareTokenActivated"}, field{"phoneAppVersion", "6.8.32"})
		case "softwareOneTimePasscode":
			add("softwareOath", id(m), field{"secretKey", nil})
		case "passKeyDeviceBound", "passKeyDeviceBoundAuthenticator", "passKeySynced":
			name, kind := map[string][2]string{"passKeyDeviceBound": {"Blue key", "deviceBound"},
				"passKeyDeviceBoundAuthenticator": {"Authenticator - iOS", "deviceBound"},
				"passKeySynced":                   {"Password manager", "synced"}}[m], ""
			kind = name[1]
			add("fido2", id(m), field{"displayName", name[0]}, field{"aaGuid", "2fc0579f-8113-47ea-b116-bb5a8db9202a"},
				field{"model", name[0]},
				field{"attestationCertificates", []string{}}, field{"attestationLevel", "notAttested"},
				field{"passkeyType", kind})
		case "windowsHelloForBusiness":
			add("windowsHelloForBusiness", id(m), field{"displayName", "NCT-LAP-02"}, field{"keyStrength", "normal"})
		case "nearbyDeviceProof":
			add("nearbyDeviceProof", id(m), field{"displayName", "Something new"})
		case "temporaryAccessPass":
			if c.passes[p.place] == nil {
				all = append(all, passObject(id(m), at, c.base.Add(-2*time.Hour), 60, true, nil))
			}
		}
	}
	if o := c.passes[p.place]; o != nil {
		all = append(all, o.with("temporaryAccessPass", nil)) // shown only once, when it is created
	}
	return all
}

// phoneFields are the properties of a phone.
func (c *Cloud) phoneFields(p *person, method, kind string) []field {
	state := "notSupported"
	if method == "mobilePhone" {
		state = "notAllowedByPolicy"
		if groups := c.groupsOf(p); c.rules.methods["sms"].allows(p, groups) && c.rules.smsForEntry.reaches(p, groups) {
			state = "ready"
		}
	}
	return []field{{"phoneNumber", p.phoneNumber(method)}, {"phoneType", kind}, {"smsSignInState", state}}
}

// passObject makes a temporary access pass.
func passObject(id string, created, start time.Time, minutes any, once bool, pass any) object {
	return object{{"@odata.type", "#microsoft.graph.temporaryAccessPassAuthenticationMethod"}, {"id", id},
		{"createdDateTime", created}, {"temporaryAccessPass", pass},
		{"startDateTime", start}, {"lifetimeInMinutes", minutes}, {"isUsableOnce", once}, {"isUsable", true},
		{"methodUsabilityReason", "EnabledByPolicy"}}
}

// createPass makes a temporary access pass; a person can have one at a time.
func createPass(x *call, p *person) *answer {
	body, refused := x.readWrite("createdDateTime lifetimeInMinutes isUsableOnce startDateTime temporaryAccessPass "+
		"id isUsable methodUsabilityReason", "temporaryAccessPassAuthenticationMethod")
	if refused != nil {
		return refused
	}
	c := x.cloud
	if c.passes[p.place] != nil || slices.Contains(p.methods, "temporaryAccessPass") {
		return refuse(400, "BadRequest",
			"A Temporary Access Pass already exists for this user. Please delete it first.")
	}
	if !c.rules.methods["temporaryaccesspass"].allows(p, c.groupsOf(p)) {
		return refuse(400, "BadRequest", "The user is not allowed to use Temporary Access Pass by policy.")
	}
	start, minutes, once := x.now.UTC().Truncate(time.Second), any(60), false
	if at, err := time.Parse(time.RFC3339, body.str("startDateTime")); err == nil {
		start = at
	}
	if v, ok := body.get("lifetimeInMinutes"); ok {
		if n := number(v); n < 10 || n > 43200 {
			return refuse(400, "BadRequest", "lifetimeInMinutes must be between 10 and 43200.")
		}
		minutes = v
	}
	if v, _ := body.get("isUsableOnce"); v == true {
		once = true
	}
	id := c.guid("pass/" + p.id)
	o := passObject(id, x.now.UTC().Truncate(time.Second), start, minutes, once, strings.ToUpper(id[:4]+"-"+id[9:13]))
	c.passes[p.place] = o
	a := x.entity(&kind{name: "temporaryAccessPassAuthenticationMethod", context: "users('" + p.id +
		"')/authentication/temporaryAccessPassMethods"}, o[1:])
	a.status = 201
	return a
}

func deletePass(x *call, p *person) *answer {
	if o := x.cloud.passes[p.place]; o == nil || o.str("id") != x.arg(1) {
		return notFound(x.arg(1))
	}
	delete(x.cloud.passes, p.place)
	return done()
}

// perUserState returns disabled, enabled or enforced.
func (c *Cloud) perUserState(p *person) string {
	if s, ok := c.perUser[p.place]; ok {
		return s
	}
	return p.perUser
}

// requirements answers the per-user state, which is beta only.
func requirements(x *call, p *person) *answer {
	return x.entity(&kind{name: "strongAuthenticationRequirements", context: "users('" + p.id +
		"')/authentication/requirements"}, object{{"perUserMfaState", x.cloud.perUserState(p)}})
}

func setRequirements(x *call, p *person) *answer {
	body, refused := x.readWrite("perUserMfaState", "strongAuthenticationRequirements")
	if refused != nil {
		return refused
	}
	state := body.str("perUserMfaState")
	if !slices.Contains([]string{"disabled", "enabled", "enforced"}, state) {
		return refuse(400, "BadRequest",
			"Invalid value specified for property 'perUserMfaState' of resource 'strongAuthenticationRequirements'.")
	}
	x.cloud.perUser[p.place] = state
	return done()
}

// preferences answers signInPreferences, which is beta only.
func preferences(x *call, p *person) *answer {
	r := x.cloud.registrationOf(p)
	on, _ := r.get("isSystemPreferredAuthenticationMethodEnabled")
	return x.entity(&kind{name: "signInPreferences", context: "users('" + p.id + "')/authentication/signInPreferences"},
		object{{"isSystemPreferredAuthenticationMethodEnabled", on},
			{"userPreferredMethodForSecondaryAuthentication", p.preferred}})
}
