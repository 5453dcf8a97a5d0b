package graphsim

import (
	"net/url"
	"strings"
)

// route is one path that is served. {} in the pattern stands for an id, (*) for
// the arguments of a function.
type route struct {
	method  string
	pattern string
	of      string // what it answers: a type without "microsoft.graph.", "[]" before it for a list
	beta    bool   // in beta only
	write   bool
	do      func(x *call) *answer
	parts   []string
}

// find returns the route of a call and fills in its arguments. Where there is
// none, segment is the first part of the path that nothing knows; "" if only
// the method is wrong.
func (c *Cloud) find(x *call) (found *route, segment string) {
	parts := strings.Split(strings.Trim(x.path, "/"), "/")
	deepest, otherMethod := -1, false
	for i := range c.routes {
		r := &c.routes[i]
		if r.beta && !x.beta {
			continue
		}
		args, depth := r.match(parts)
		switch {
		case depth < len(parts) || len(r.parts) != len(parts):
			deepest = max(deepest, depth)
		case r.method != x.method:
			otherMethod = true
		default:
			x.args = args
			return r, ""
		}
	}
	if otherMethod {
		return nil, ""
	}
	return nil, parts[min(max(deepest, 0), len(parts)-1)]
}

// match returns how many parts of a path match, and the value of each {}. Names
// compare without case, as Graph's do.
func (r *route) match(path []string) (args []string, depth int) {
	for i, p := range r.parts {
		if i >= len(path) {
			return nil, i
		}
		name, hasArguments := strings.CutSuffix(p, "(*)")
		switch {
		case hasArguments && strings.HasPrefix(strings.ToLower(path[i]), strings.ToLower(name)+"(") &&
			strings.HasSuffix(path[i], ")"):
			args = append(args, path[i][len(name)+1:len(path[i])-1])
		case p == "{}" && path[i] != "" && !strings.HasPrefix(path[i], "$"):
			args = append(args, path[i])
		case !strings.EqualFold(p, strings.TrimSuffix(path[i], "()")): // a function without arguments, as delta()
			return nil, i
		}
	}
	return args, len(r.parts)
}

// routes returns every path. Earlier ones win, so names stand before ids.
func routes() []route {
	all := []route{
		{of: "user", pattern: "/me", do: me},
		{of: "[]directoryObject", pattern: "/me/memberOf", do: ofMe(memberOf(direct, ""))},
		{of: "[]directoryRole", pattern: "/me/memberOf/microsoft.graph.directoryRole",
			do: ofMe(memberOf(direct, "directoryRole"))},
		{of: "[]directoryObject", pattern: "/me/transitiveMemberOf", do: ofMe(memberOf(transitive, ""))},
		{of: "[]group", pattern: "/me/transitiveMemberOf/microsoft.graph.group",
			do: ofMe(memberOf(transitive, "group"))},
		{of: "[]directoryRole", pattern: "/me/transitiveMemberOf/microsoft.graph.directoryRole",
			do: ofMe(memberOf(transitive, "directoryRole"))},
		{of: "[]organization", pattern: "/organization",
			do: func(x *call) *answer { return x.list(organizationKind, these(x.organisation())) }},
		{of: "organization", pattern: "/organization/{}",
			do: func(x *call) *answer { return x.oneOf(organizationKind, x.organisation()) }},
		{of: "[]subscribedSku", pattern: "/subscribedSkus", do: skus},
		{of: "[]domain", pattern: "/domains", do: fixed(domainKind, "domains")},
		{of: "domain", pattern: "/domains/{}", do: fixedOne(domainKind, "domains")},
		{of: "[]domainDnsRecord", pattern: "/domains/{}/serviceConfigurationRecords", do: serviceRecords},
		{of: "[]domainDnsRecord", pattern: "/domains/{}/verificationDnsRecords", do: verificationRecords},
		{of: "[]device", pattern: "/devices", do: devices},
		{of: "device", pattern: "/devices/{}", do: oneDevice},
		{of: "[]onPremisesDirectorySynchronization", pattern: "/directory/onPremisesSynchronization",
			do: fixed(syncKind, "sync")},
		{of: "[]windowsAutopilotDeviceIdentity", pattern: "/deviceManagement/windowsAutopilotDeviceIdentities",
			do: autopilotDevices},
		{of: "[]windowsAutopilotDeploymentProfile", pattern: "/deviceManagement/windowsAutopilotDeploymentProfiles",
			beta: true, do: autopilotProfiles},
		{of: "[]microsoft.graph.security.cloudAppDiscoveryReport", beta: true, do: discoveryStreams,
			pattern: "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams"},
		{of: "[]microsoft.graph.security.discoveredCloudAppDetail", beta: true, do: discoveredApps,
			pattern: "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams/{}" +
				"/microsoft.graph.security.aggregatedAppsDetails(*)"},
		{of: "[]servicePrincipal", pattern: "/servicePrincipals", do: fixed(principalKind, "applications")},
		{of: "servicePrincipal", pattern: "/servicePrincipals/{}", do: fixedOne(principalKind, "applications")},
		{of: "[]directoryObject", method: "POST", pattern: "/directoryObjects/getByIds", do: byIDs},
		{of: "directoryObject", pattern: "/directoryObjects/{}", do: oneObject},
		{of: "[]signIn", pattern: "/auditLogs/signIns", do: signIns},
		{of: "signIn", pattern: "/auditLogs/signIns/{}", do: oneSignIn},
		{of: "[]directoryAudit", pattern: "/auditLogs/directoryAudits", do: audits},
	}
	for _, more := range [][]route{userRoutes(), groupRoutes(), roleRoutes(), reportRoutes(), policyRoutes(),
		accessRoutes(), whatIfRoutes(), mailRoutes(), townhallRoutes(), meetingRoutes(),
		intuneRoutes(), traceRoutes(), enrolmentRoutes(), backupRoutes(), applicationRoutes()} {
		all = append(all, more...)
	}
	for i := range all {
		if all[i].method == "" {
			all[i].method = "GET"
		}
		all[i].parts = strings.Split(strings.Trim(all[i].pattern, "/"), "/")
	}
	return all
}

// arg returns what stood for the i-th {}, unescaped.
func (x *call) arg(i int) string {
	s, err := url.PathUnescape(x.args[i])
	if err != nil {
		return x.args[i]
	}
	return s
}
