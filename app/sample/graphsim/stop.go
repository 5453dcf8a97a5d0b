package graphsim

// ClientTypes are the kinds of clients that policies tell apart, as Graph names them.
var ClientTypes = []string{"browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"}

// Stops returns the names of the policies, and per-user MFA, that stop a person who signs in now with a client
// of a type, to Exchange Online, from a place that no policy names, and who can only confirm
// with a method that is registered. It is worked out as for the sign-ins of the log.
func (c *Cloud) Stops(person, clientType string) (names []string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	place, ok := c.personPlace(person)
	if !ok {
		return nil
	}
	p := c.person(place)
	s := signIn{p: p, groups: c.groupsOf(p), app: apps[0], client: map[string]string{
		"browser": "Browser", "mobileAppsAndDesktopClients": "Mobile Apps and Desktop clients",
		"exchangeActiveSync": "Exchange ActiveSync", "other": "IMAP4"}[clientType]}
	s.legacy = clientType == "exchangeActiveSync" || clientType == "other"
	for _, policy := range c.compile() {
		if result, _ := policy.applyTo(c, &s); result == "failure" {
			names = append(names, policy.name)
		}
	}
	if c.perUserState(p) != "disabled" && (s.legacy || !c.registrationOf(p).allowed(confirms)) {
		names = append(names, "per-user MFA")
	}
	return names
}
