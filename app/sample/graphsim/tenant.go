package graphsim

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// tenantText holds what the organisation has one of, or a handful.
//
//go:embed data/tenant.json
var tenantText string

var (
	organizationKind = &kind{name: "organization", context: "organization", page: 100, most: 999}
	domainKind       = &kind{name: "domain", context: "domains", page: 100, most: 999, options: []string{"$select"}}
	recordKind       = &kind{name: "domainDnsRecord", context: "domains/serviceConfigurationRecords",
		options: []string{"$select"}}
	syncKind      = &kind{name: "onPremisesDirectorySynchronization", context: "directory/onPremisesSynchronization"}
	principalKind = &kind{name: "servicePrincipal", context: "servicePrincipals", page: 100, most: 999,
		advanced: true,
		filter:   map[string]string{"appId": "eq in", "id": "eq in", "displayName": "eq startswith"}}
)

// readTenant reads data/tenant.json.
func (c *Cloud) readTenant() (err error) {
	c.tenant, err = c.readData(tenantText)
	c.defaults = c.tenant.obj("defaults")
	return err
}

var mark = regexp.MustCompile(`\{\{([a-z]+):?([^}]*)\}\}`)

// readData reads an object in which {{…}} stands for something of this tenant:
// tenant, plans, guid:NAME, user:KEY, group:KEY, app:KEY, role:NAME, assignment:KEY/ROLE and ago:DAYS.
func (c *Cloud) readData(text string) (object, error) {
	text, err := c.filled(strings.ReplaceAll(text, `"{{plans}}"`, string(appendValue(nil, c.tenantPlans()))))
	if err != nil {
		return nil, err
	}
	return parseObject([]byte(text))
}

// filled returns a text with what its marks stand for.
func (c *Cloud) filled(text string) (string, error) {
	var wrong error
	text = mark.ReplaceAllStringFunc(text, func(m string) string {
		parts := mark.FindStringSubmatch(m)
		s, err := c.standsFor(parts[1], parts[2])
		if err != nil {
			wrong = err
		}
		return s
	})
	return text, wrong
}

// standsFor returns what a mark stands for.
func (c *Cloud) standsFor(what, name string) (string, error) {
	switch what {
	case "tenant":
		return TenantID, nil
	case "guid":
		return c.guid(name), nil
	case "app":
		return c.guid("app/" + name), nil
	case "user":
		if i, ok := c.handKey[name]; ok {
			return c.hand[i].id, nil
		}
	case "group":
		if i, err := c.groupPlace(name); err == nil {
			return c.groups[i].id, nil
		}
	case "role":
		for _, r := range c.roles {
			if r.str("displayName") == name {
				return r.str("id"), nil
			}
		}
	case "assignment":
		person, role, _ := strings.Cut(name, "/")
		for _, h := range c.holders {
			if h.key == person && !h.eligible && c.roles[h.role].str("displayName") == role {
				return c.assignmentID(h), nil
			}
		}
	case "ago":
		if days, err := strconv.ParseFloat(name, 64); err == nil {
			return c.base.Add(-time.Duration(days * 24 * float64(time.Hour))).Format(time.RFC3339), nil
		}
	}
	return "", fmt.Errorf("{{%s:%s}} stands for nothing", what, name)
}

// fixed answers with a list of data/tenant.json.
func fixed(k *kind, name string) func(x *call) *answer {
	return func(x *call) *answer { return x.list(k, these(x.cloud.tenant.list(name))) }
}

// fixedOne answers with one object of such a list.
func fixedOne(k *kind, name string) func(x *call) *answer {
	return func(x *call) *answer { return x.oneOf(k, x.cloud.tenant.list(name)) }
}

// serviceRecords returns the DNS records that Microsoft asks a domain to have,
// those of the sample's mail world. An unverified domain is refused.
func serviceRecords(x *call) *answer {
	d, ok := byID(x.cloud.tenant.list("domains"), x.arg(0))
	if !ok {
		return notFound(x.arg(0))
	}
	name := d.str("id")
	if verified, _ := d.get("isVerified"); verified != true {
		return refuse(400, "Request_BadRequest", "The specified domain '"+name+"' is not verified.")
	}
	host := strings.ReplaceAll(name, ".", "-") + ".mail.protection.outlook.com"
	if name == hallDomain {
		host = "hall-northgate-example.o-v1.mx.microsoft"
	}
	rows := []object{
		x.record(name, "Mx", name, "Email", field{"mailExchange", host}, field{"preference", 0}),
		x.record(name, "Txt", name, "Email", field{"text", "v=spf1 include:spf.protection.outlook.com -all"}),
		x.record(name, "CName", "autodiscover."+name, "Email", field{"canonicalName", "autodiscover.outlook.com"}),
	}
	if name == mainDomain {
		rows = append(rows, x.record(name, "Srv", "_sip._tls."+name, "OfficeCommunicationsOnline",
			field{"nameTarget", "sipdir.online.lync.com"},
			field{"port", 443}, field{"priority", 100}, field{"protocol", "_tls"}, field{"service", "_sip"},
			field{"weight", 1}))
	}
	if name == initialDomain {
		rows = nil // Microsoft keeps these itself
	}
	return x.list(recordKind, these(rows))
}

// record makes one DNS record.
func (x *call) record(domain, kind, label, service string, more ...field) object {
	typ := map[string]string{"Mx": "Mx", "Txt": "Txt", "CName": "Cname", "Srv": "Srv"}[kind]
	o := object{{"@odata.type", "#microsoft.graph.domainDns" + typ + "Record"},
		{"id", x.cloud.guid("record/" + domain + kind)}, {"isOptional", false},
		{"label", label}, {"recordType", kind}, {"supportedService", service}, {"ttl", 3600}}
	return append(o, more...)
}

// verificationRecords returns the record that proves a domain is ours.
func verificationRecords(x *call) *answer {
	d, ok := byID(x.cloud.tenant.list("domains"), x.arg(0))
	if !ok {
		return notFound(x.arg(0))
	}
	name := d.str("id")
	return x.list(recordKind, these([]object{x.record(name, "Txt", name, "None",
		field{"text", "MS=ms" + x.cloud.guid(name)[:8]})}))
}

// oneObject answers /directoryObjects/{id}.
func oneObject(x *call) *answer {
	t, ok := x.cloud.anything(x.arg(0))
	if !ok {
		return notFound(x.arg(0))
	}
	return x.entity(memberKind, t)
}

// byIDs answers the POST that only reads: objects by id, at most 1,000. Ids that
// do not exist are left out, as Graph does.
func byIDs(x *call) *answer {
	var in struct {
		IDs   []string `json:"ids"`
		Types []string `json:"types"`
	}
	if err := json.Unmarshal(x.body, &in); err != nil || len(in.IDs) == 0 || len(in.IDs) > 1000 {
		return refuse(400, "Request_BadRequest", "The ids must be a list of 1 to 1000 identifiers.")
	}
	var rows []row
	for _, id := range in.IDs {
		t, ok := x.cloud.anything(id)
		fits := len(in.Types) == 0
		for _, want := range in.Types {
			fits = fits || ok && (want == t.kind.name || want == "directoryObject")
		}
		if ok && fits {
			rows = append(rows, t)
		}
	}
	return x.list(memberKind, these(rows))
}
