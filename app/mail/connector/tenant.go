package connector

import "strings"

// Standing is whether a name is a domain of the organisation.
type Standing string

// The standings of a name.
const (
	Accepted Standing = "accepted"
	ByParent Standing = "parent" // only a domain above it is accepted
	Foreign  Standing = "not-accepted"
	StandsAt Standing = "unknown" // the accepted domains are not known
)

// Standing returns whether a name on a certificate is an accepted domain, and the domain that
// decides. A wildcard is a name below its domain: whether it counts as the domain itself is
// not documented.
func (e *Export) Standing(name string) (Standing, string) {
	name = hostName(name)
	parent, whole := "", ""
	for i := range e.Domains {
		d := &e.Domains[i]
		switch {
		case d.Name == "":
		case d.Name == name:
			return Accepted, d.Name
		case strings.HasSuffix(name, "."+d.Name):
			if len(d.Name) > len(parent) {
				parent = d.Name
			}
			if d.Subdomains == Yes {
				whole = d.Name
			}
		}
	}
	switch {
	case whole != "" && !strings.HasPrefix(name, "*"):
		return Accepted, whole
	case e.DomainsAsked != AskedAll:
		return StandsAt, parent
	case parent != "":
		return ByParent, parent
	}
	return Foreign, ""
}

// Tenant is how Microsoft finds the organisation of an email for connectors of own servers:
// by the domain of the certificate, else by the sender, else by the recipient (message
// MC1226222 of 4 February 2026).
type Tenant struct {
	Standing Standing // of the best name on the certificate
	Name     string   // that name
	Domain   string   // the accepted domain that decides; "" where there is none
	Others   []string // names on the certificate that are domains of someone else
}

// Tenant returns how an email of a server is attributed.
func (e *Export) Tenant(s Source) Tenant {
	t := Tenant{}
	rank := map[Standing]int{"": 0, Foreign: 1, ByParent: 2, StandsAt: 3, Accepted: 4}
	for _, name := range s.Names {
		standing, domain := e.Standing(name)
		if standing == Foreign {
			t.Others = append(t.Others, name)
		}
		if rank[standing] > rank[t.Standing] {
			t.Standing, t.Name, t.Domain = standing, name, domain
		}
	}
	return t
}

// Own reports whether an address or a domain is of the organisation.
func (e *Export) Own(address string) Answer {
	_, domain, ok := strings.Cut(address, "@")
	if !ok {
		domain = address
	}
	switch standing, _ := e.Standing(domain); standing {
	case Accepted:
		return Yes
	case StandsAt:
		return Unread
	}
	return No
}

// Off returns the names of the connectors that are switched off, and would match by the
// certificate or address of a server if they were on.
func (e *Export) Off(s Source) (names []string) {
	for i := range e.Inbound {
		in := e.Inbound[i]
		if in.Enabled != No {
			continue
		}
		in.Enabled = Yes
		if c := in.candidate(s); c.Match == Yes && c.By != BySender {
			names = append(names, in.Name)
		}
	}
	return names
}
