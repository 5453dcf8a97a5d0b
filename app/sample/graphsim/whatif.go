package graphsim

import (
	"slices"
	"strings"
)

// whatIfKind is an answer of What If (Graph whatIfAnalysisResult).
var whatIfKind = &kind{name: "whatIfAnalysisResult", context: "Collection(microsoft.graph.whatIfAnalysisResult)"}

// whatIfShape is what may be asked of What If (Microsoft Learn, conditionalAccessRoot: evaluate).
const whatIfShape = `signInIdentity{userId externalTenantId externalUserType} appliedPoliciesOnly
	signInContext{includeApplications} signInConditions{devicePlatform clientAppType signInRiskLevel userRiskLevel
		servicePrincipalRiskLevel insiderRiskLevel country ipAddress authenticationFlow{transferMethod} deviceInfo}`

// whatIfClients are the client apps that may be asked about, as the sign-in log calls them.
var whatIfClients = map[string]string{"browser": "Browser",
	"mobileAppsAndDesktopClients": "Mobile Apps and Desktop clients", "exchangeActiveSync": "Exchange ActiveSync",
	"other": "Other clients"}

func whatIfRoutes() []route {
	return []route{{of: "[]whatIfAnalysisResult", method: "POST", pattern: "/identity/conditionalAccess/evaluate",
		do: evaluate}}
}

// evaluate answers What If: each policy, whether it applies to a sign-in, and why not.
func evaluate(x *call) *answer {
	c := x.cloud
	if c.options.NoPremium {
		return x.noPremium()
	}
	s, only, refused := x.supposed()
	if refused != nil {
		return refused
	}
	var rows []object
	for i, p := range c.compile() {
		why := p.notApplied(c, s)
		if only && why != "" {
			continue
		}
		reasons := why
		if why == "" {
			reasons = "notSet"
		}
		rows = append(rows, append(slices.Clone(c.access[i]), field{"policyApplies", why == ""},
			field{"analysisReasons", reasons}))
	}
	return x.list(whatIfKind, these(rows))
}

// supposed returns the sign-in that a question is about, and whether only the policies that
// apply are asked for.
func (x *call) supposed() (s *signIn, only bool, refused *answer) {
	body, refused := x.readWrite(whatIfShape, "conditionalAccessRoot")
	if refused != nil {
		return nil, false, refused
	}
	who, where, how := body.obj("signInIdentity"), body.obj("signInContext"), body.obj("signInConditions")
	for name, o := range map[string]object{"signInIdentity": who, "signInContext": where, "signInConditions": how} {
		if o == nil {
			return nil, false, refuse(400, "BadRequest", "The parameter '"+name+"' is required.")
		}
	}
	if who.str("@odata.type") != "#microsoft.graph.userSignIn" ||
		where.str("@odata.type") != "#microsoft.graph.applicationContext" {
		return nil, false, refuse(400, "BadRequest", "An abstract type cannot be evaluated: name its @odata.type.")
	}
	apps := where.texts("includeApplications")
	if len(apps) != 1 {
		return nil, false, refuse(400, "BadRequest", "Exactly one application must be specified.")
	}
	client, known := whatIfClients[how.str("clientAppType")]
	if _, named := how.get("clientAppType"); named && !known {
		return nil, false, refuse(400, "BadRequest", "Invalid value specified for property 'clientAppType'.")
	}
	p, found := x.cloud.findPerson(who.str("userId"))
	if !found {
		return nil, false, notFound(who.str("userId"))
	}
	v, _ := body.get("appliedPoliciesOnly")
	s = &signIn{p: p, groups: x.cloud.groupsOf(p), app: [2]string{"", apps[0]}, client: client}
	s.legacy = client == "Exchange ActiveSync" || client == "Other clients"
	return s, v == true, nil
}

// notApplied returns why a policy does not apply to a sign-in of which only the person, the
// application and the client app are known; "" where it applies.
func (p *access) notApplied(c *Cloud, s *signIn) string {
	var all []string
	add := func(yes bool, word string) {
		if yes {
			all = append(all, word)
		}
	}
	add(p.state == "disabled", "policyNotEnabled")
	add(!p.in.names(c, s) || p.out.names(c, s), "users")
	add(p.actions, "userActions")
	add(!p.actions && (!slices.Contains(p.apps, "All") && !slices.Contains(p.apps, s.app[1]) ||
		slices.Contains(p.spared, s.app[1])), "application")
	every := slices.Contains(p.clients, "all")
	add(!every && s.client != "" && !slices.Contains(p.clients, s.clientType()), "clientApps")
	add(!every && s.client == "" || len(p.places)+len(p.notPlaces) > 0, "notEnoughInformation")
	return strings.Join(all, ",")
}
